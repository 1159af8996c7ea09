import { beforeAll, describe, expect, it, vi } from "vitest";

// The clock of the page listens to a window; a request is made without one.
beforeAll(() => void vi.stubGlobal("window", { addEventListener: () => undefined }));

const form = async () => (await import("./form")).blank();

describe("the request for opening", () => {
  it("names the kind of event, and no plan beside it", async () => {
    const { request } = await import("./form");
    const body = request({ ...(await form()), kind: "fire", plan: "", title: "某厂火灾" }, { deaths: 1 }, "");
    expect(body).toMatchObject({ kind: "fire", title: "某厂火灾", facts: { deaths: 1 } });
    expect(body).not.toHaveProperty("plan");
    expect(body).not.toHaveProperty("caller");
  });

  it("takes the caller as the source unless another is written", async () => {
    const { request } = await import("./form");
    const told = { ...(await form()), caller: { post: "矿调度室", name: "", phone: "138" } };
    expect(request(told, {}, "矿调度室")).toMatchObject({ source: "矿调度室", caller: { phone: "138" } });
    expect(request({ ...told, source: "市民来电" }, {}, "矿调度室")).toMatchObject({ source: "市民来电" });
  });

  it("of a preview holds nothing empty", async () => {
    const { request, soFar } = await import("./form");
    const body = soFar(request(await form(), {}, ""));
    expect(Object.keys(body).sort()).toEqual(["exercise", "facts", "occurred_at", "received_at"]);
  });
});
