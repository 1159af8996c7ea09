import { afterEach, beforeEach, expect, it, vi } from "vitest";

await import("vue");
vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
vi.stubGlobal("window", new EventTarget());
vi.stubGlobal("document", Object.assign(new EventTarget(), { baseURI: "http://desk.example/" }));

const { plan } = await import("./store");
const { wantPlan } = await import("./wantedPlans");

let asked = 0;
/** The answers of the server, one after the other; null where it cannot be reached. */
let answers: (Response | null)[];
const found = (id: string) => new Response(JSON.stringify({ id }));

vi.stubGlobal("fetch", () => {
  asked += 1;
  const answer = answers.shift();
  return answer ? Promise.resolve(answer) : Promise.reject(new Error("gone"));
});

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
});
afterEach(() => void vi.useRealTimers());

it("asks again until the plan is here", async () => {
  answers = [null, new Response("{}", { status: 503 }), found("flood")];
  wantPlan("flood");
  wantPlan("flood");
  await vi.advanceTimersByTimeAsync(1_999);
  expect([asked, plan("flood")]).toEqual([1, undefined]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(2);
  await vi.advanceTimersByTimeAsync(4_000);
  expect([asked, plan("flood")?.id]).toEqual([3, "flood"]);
  await vi.advanceTimersByTimeAsync(120_000);
  wantPlan("flood");
  expect(asked).toBe(3);
});

it("takes no for an answer, and may be asked anew", async () => {
  answers = [new Response("{}", { status: 404 }), found("drought")];
  wantPlan("drought");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toBe(1);
  wantPlan("drought");
  await vi.advanceTimersByTimeAsync(0);
  expect(plan("drought")?.id).toBe("drought");
});
