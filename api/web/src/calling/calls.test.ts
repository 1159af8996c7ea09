import { expect, test } from "vitest";
import type { CallStep, CallView, IncidentView } from "../api/types";
import { alarming, callsOf, firstOf, nextChange, numbersOf, ringing, standing, unanswered, whoOf, type Ringing } from "./calls";

const NOW = Date.parse("2026-11-30T14:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const step = (seconds: number, contact: string | null, channels = ["voice", "desk"], round = 1): CallStep => ({ at: at(seconds), round, contact, post: `post of ${contact}`, channels });
const call = (parts: Partial<CallView> = {}): CallView => ({
  id: "i-c4", state: "calling", trigger: "opened", rule: "leader", reason: "接报《透水》", subject: null, post: "带班领导", person: "张三",
  persons: { lead: "张三", stand: "李四" }, steps: [step(-60, "lead"), step(120, "stand"), step(240, "lead", ["voice"], 2)], attempts: [],
  started_at: at(-60), due_at: at(540), exhausts_at: at(900), answered_at: null, answered_by: null, means: null, note: "", late: false, ended_at: null, why: null, clause: null,
  ...parts,
});
const one = (parts: Partial<CallView> = {}, about: Partial<Ringing> = {}): Ringing => ({ call: call(parts), incident: "i", number: "CM-1", title: "透水", exercise: false, ...about });

test("the last step that has begun is the one that runs, the next is who comes then", () => {
  const found = standing(call(), NOW);
  expect(found.now.map((each) => each.contact)).toEqual(["lead"]);
  expect(found.next.map((each) => each.contact)).toEqual(["stand"]);
  expect(standing(call(), NOW + 121_000).now.map((each) => each.contact)).toEqual(["stand"]);
  expect(standing(call(), NOW + 300_000).next).toEqual([]);
});

test("several persons at one instant are called together", () => {
  const both = call({ steps: [step(-5, "lead"), step(-5, "stand")] });
  expect(standing(both, NOW).now).toHaveLength(2);
});

test("the desk is asked once a step names it, in an exercise by the sink, and until somebody answers", () => {
  const later = [step(-60, "lead", ["voice", "sms"]), step(60, "lead", ["desk"])];
  expect(standing(call({ steps: later }), NOW).desk).toBe(false);
  expect(standing(call({ steps: later }), NOW + 61_000).desk).toBe(true);
  expect(standing(call({ steps: [step(-1, "lead", ["sink"])] }), NOW).desk).toBe(true);
  expect(standing(call({ steps: later, state: "exhausted" }), NOW).desk).toBe(true);
  expect(standing(call({ state: "answered" }), NOW).desk).toBe(false);
});

test("a name that is hidden, or nobody in the address book, leaves the post", () => {
  expect(whoOf(call(), step(0, "lead"))).toEqual({ name: "张三", post: "post of lead" });
  expect(whoOf(call(), step(0, null))).toEqual({ name: "post of null", post: null });
  // What a wall gets in place of names.
  const hidden = call({ person: "***", persons: "***" as unknown as Record<string, string> });
  expect(whoOf(hidden, step(0, "lead"))).toEqual({ name: "post of lead", post: null });
  expect(firstOf(hidden)).toEqual({ name: "带班领导", post: null });
});

test("whom to ring are those called so far, the latest first, each once", () => {
  expect(ringing(call(), NOW)).toEqual(["lead"]);
  expect(ringing(call(), NOW + 130_000)).toEqual(["stand", "lead"]);
  expect(ringing(call(), NOW + 250_000)).toEqual(["lead", "stand"]);
});

test("real before exercise, given up first, then those for the desk, then by deadline; answered ones are left out", () => {
  const view = { id: "i", number: "CM-1", title: "透水", exercise: false, calls: [
    call({ id: "late", due_at: at(50) }), call({ id: "lost", state: "exhausted" }), call({ id: "quiet", due_at: at(1), steps: [step(-1, "lead", ["voice"])] }),
    call({ id: "soon", due_at: at(10) }), call({ id: "done", state: "answered" }), call({ id: "off", state: "cancelled" }),
  ] } as unknown as IncidentView;
  const drill = { ...view, id: "e", exercise: true, calls: [call({ id: "drill", state: "exhausted" })] } as IncidentView;
  const list = unanswered([drill, view], [one({ id: "s-c1", due_at: at(20) }, { incident: null })], NOW);
  expect(list.map((each) => each.call.id)).toEqual(["lost", "soon", "s-c1", "late", "quiet", "drill"]);
  expect(numbersOf(list, NOW)).toEqual({ lost: 2, desk: 3, all: 6 });
  expect(callsOf(view)).toHaveLength(6);
});

test("what changes next by time alone", () => {
  expect(nextChange([one()], NOW)).toBe(NOW + 120_000);
  expect(nextChange([one({ steps: [] })], NOW)).toBe(NOW + 900_000);
  expect(nextChange([one({ state: "exhausted" })], NOW)).toBeNull();
});

test("calls of one rule with one deadline ring together, other ones apart", () => {
  const list = [one({ id: "a", rule: "grain" }), one({ id: "b", rule: "grain" }), one({ id: "c", rule: null }), one({ id: "d", rule: "grain", state: "exhausted" }), one({ id: "e", rule: "grain" }, { incident: "other" })];
  expect(alarming(list, NOW).map(({ first, n, lost }) => [first.call.id, n, lost])).toEqual([["a", 2, false], ["c", 1, false], ["d", 1, true], ["e", 1, false]]);
  expect(alarming([one({ steps: [step(-1, "lead", ["voice"])] })], NOW)).toEqual([]);
});
