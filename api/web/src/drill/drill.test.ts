import { beforeEach, expect, test, vi } from "vitest";
import type { DrillSign, DrillView, Inject } from "../api/types";

const asked = vi.hoisted(() => ({ drill: vi.fn(), controlDrill: vi.fn() }));
vi.mock("../api/api", () => ({ api: asked }));
vi.mock("../live/session", () => ({ session: { name: "chen", roles: ["controller"] } }));
vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });

const { control, drill, heardDrill, isSeen, putAway, orderOf, inOrder, problem, read, sortedInjects, view } = await import("./drill");

const SIGN: DrillSign = {
  scenario: "coal_roof_fall", title: "冒顶", title_en: null, state: "running", speed: 1, controller: null,
  alarm: null, watches: false, reached: true, note: "", version: 3, replays: false, recorded: 0,
};
const inject = (id: string, status: Inject["status"], due: string | null, given: string | null = null): Inject => ({
  id, plan: "coal_mine", status, due_at: due, given_at: given, from: "甲", to: "乙", means: "phone", text: id, text_en: null,
  facts: {}, source: null, incident: null, hidden: false, pool: status === "in_pool", expected: [],
});

beforeEach(() => {
  drill.sign = null;
  view.value = null;
  asked.drill.mockReset();
});

test("what this account sees is read when the drill has changed, and not with every heartbeat", async () => {
  asked.drill.mockResolvedValue({ version: 3 });
  heardDrill(SIGN);
  heardDrill({ ...SIGN });
  expect(asked.drill).toHaveBeenCalledTimes(1);
  heardDrill({ ...SIGN, version: 4, state: "paused" });
  expect(asked.drill).toHaveBeenCalledTimes(2);
  expect(drill.sign?.state).toBe("paused");
});

test("a slow answer never takes the place of a later one", async () => {
  let slow: (found: Partial<DrillView>) => void = () => undefined;
  asked.drill.mockReturnValueOnce(new Promise((done) => (slow = done))).mockResolvedValueOnce({ version: 5 });
  const first = read();
  await read();
  slow({ version: 4 });
  await first;
  expect(view.value?.version).toBe(5);
});

test("a refusal leaves what is shown and says why", async () => {
  view.value = { version: 5 } as DrillView;
  asked.controlDrill.mockRejectedValueOnce(new Error("no"));
  expect(await control("pause")).toBe(false);
  expect(view.value.version).toBe(5);
});

test("a refusal stays while the page is read again, until something else is asked for", async () => {
  asked.controlDrill.mockRejectedValueOnce(new Error("no"));
  asked.drill.mockResolvedValue({ version: 6 });
  await control("abort", { word: "停" });
  const said = problem.value;
  expect(said).not.toBeNull();
  await read();
  expect(problem.value).toBe(said);
  asked.controlDrill.mockResolvedValueOnce({ version: 7 });
  await control("abort", { word: "停止演练" });
  expect(problem.value).toBeNull();
});

test("what could not be read is said until it is read", async () => {
  asked.drill.mockRejectedValueOnce(new Error("no")).mockResolvedValueOnce({ version: 8 });
  await read();
  expect(problem.value).not.toBeNull();
  await read();
  expect(problem.value).toBeNull();
});

test("injects are sorted into what comes, waits, is in reserve and is behind", () => {
  const found = sortedInjects([
    inject("pool", "in_pool", null), inject("late", "waiting", "2026-11-03T03:00:00Z"), inject("open", "waiting", null),
    inject("soon", "due", "2026-11-03T02:00:00Z"), inject("gone", "given", null, "2026-11-03T01:00:00Z"), inject("left", "skipped", null),
  ]);
  expect(found.next.map((one) => one.id)).toEqual(["soon", "late"]);
  expect(found.waiting.map((one) => one.id)).toEqual(["open"]);
  expect(found.pool.map((one) => one.id)).toEqual(["pool"]);
  expect(found.done.map((one) => one.id)).toEqual(["left", "gone"]);
});

test("a message that was put away stays away for this account and this drill", () => {
  drill.sign = SIGN;
  putAway("one");
  expect(isSeen("one")).toBe(true);
  expect(isSeen("two")).toBe(false);
});

test("the order of before holds what is given meanwhile, as it is now, and what came since at the end", () => {
  const before = [inject("call", "waiting", "2026-01-01T08:00:00Z"), inject("smoke", "waiting", null)];
  const order = orderOf(sortedInjects(before));
  const now = [
    inject("call", "given", "2026-01-01T08:00:00Z", "2026-01-01T08:00:00Z"), inject("smoke", "waiting", "2026-01-01T07:00:00Z"),
    inject("added", "waiting", "2026-01-01T06:00:00Z"),
  ];
  const { next, waiting, done } = inOrder(now, order);
  expect(next.map((one) => [one.id, one.status])).toEqual([["call", "given"], ["added", "waiting"]]);
  expect(waiting.map((one) => one.due_at)).toEqual(["2026-01-01T07:00:00Z"]);
  expect(done).toEqual([]);
});
