import { describe, expect, it } from "vitest";
import { asProblem, Problem } from "../api/problem";
import { newKey, RemarkQueue, type WaitingRemark } from "./remarks";

function box(kept: Record<string, string> = {}) {
  return { getItem: (key: string) => kept[key] ?? null, setItem: (key: string, value: string) => void (kept[key] = value) };
}
const remark = (key: string, more: Partial<WaitingRemark> = {}): WaitingRemark => ({
  key, by: "he", incident: null, at: "2026-11-30T01:00:00Z", text: "到位", number: null, refused: null, ...more,
});

describe("remarks that wait", () => {
  it("stay over a reload with their instant, and go once the server can be reached", async () => {
    const kept = {};
    new RemarkQueue(box(kept)).add(remark("a"));
    const again = new RemarkQueue(box(kept));
    const offline = async () => { throw new Problem(0, {}, "no network"); };
    expect(await again.flush("he", offline, asProblem)).toBe(0);
    expect(again.all()).toEqual([remark("a")]);
    const sent: string[] = [];
    expect(await again.flush("he", async (one) => void sent.push(`${one.key} ${one.at}`), asProblem)).toBe(1);
    expect(sent).toEqual(["a 2026-11-30T01:00:00Z"]);
    expect(again.all()).toEqual([]);
  });

  it("stop at the first that cannot be sent, and keep their order", async () => {
    const queue = new RemarkQueue(box());
    for (const key of ["a", "b"]) queue.add(remark(key));
    let asked = 0;
    await queue.flush("he", async () => { asked++; throw new Problem(503, {}, "later"); }, asProblem);
    expect(asked).toBe(1);
    expect(queue.all().map((one) => one.key)).toEqual(["a", "b"]);
  });

  it("keep one that is refused with its reason, and send the next", async () => {
    const queue = new RemarkQueue(box());
    for (const key of ["a", "b"]) queue.add(remark(key));
    const refuses = async (one: WaitingRemark) => { if (one.key === "a") throw new Problem(422, {}, "too long"); };
    expect(await queue.flush("he", refuses, asProblem)).toBe(1);
    expect(queue.all()).toEqual([remark("a", { refused: "too long" })]);
    expect(await queue.flush("he", refuses, asProblem)).toBe(0);
    queue.remove("a");
    expect(queue.all()).toEqual([]);
  });

  it("are sent by their own account alone", async () => {
    const queue = new RemarkQueue(box());
    queue.add(remark("a", { by: "li" }));
    expect(await queue.flush("he", async () => undefined, asProblem)).toBe(0);
    expect(queue.of("li")).toHaveLength(1);
  });

  it("survive a box that somebody has broken", () => {
    expect(new RemarkQueue(box({ "zhiban.remarks": "{" })).all()).toEqual([]);
  });

  it("have keys of their own", () => {
    const keys = new Set(Array.from({ length: 50 }, newKey));
    expect(keys.size).toBe(50);
    expect([...keys].every((one) => /^[0-9a-f]{24}$/.test(one))).toBe(true);
  });
});
