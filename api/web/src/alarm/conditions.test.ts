import { expect, test } from "vitest";
import openapi from "../../../http/openapi/openapi.json";
import type { CallView, IncidentView, Slot } from "../api/types";
import type { Ringing } from "../calling/calls";
import { alarms, type Listener } from "./conditions";
import { saying } from "./words";

const call = openapi.paths["/api/incidents/{incident}"].get.responses["200"];
const RECORDED = call.content["application/json"].example as unknown as IncidentView;
const QUIET = { stage: "responding", pending: null, unsigned: [], next_slots: [], exercise: false } as const;
const view = (parts: Partial<IncidentView>): IncidentView => ({ ...RECORDED, ...QUIET, ...parts }) as IncidentView;

const NOW = Date.parse("2026-11-23T10:00:00Z");
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const slot = (minutes: number, parts: Partial<Slot> = {}): Slot =>
  ({ id: "s", obligation: "daily", obligation_name: "每日续报", reporter: "141021", due_at: at(minutes), state: "owed", immediately: false, past_reminders: false, ...parts }) as Slot;
const DESK: Listener = { roles: ["duty_officer"], reporter: null, minutes: 10 };
const found = (parts: Partial<IncidentView>, who = DESK) => alarms([view(parts)], who, NOW).map((one) => one.kind);

test("a quiet incident rings for nothing, a closed one neither", () => {
  expect(found({})).toEqual([]);
  expect(found({ stage: "closed", next_slots: [slot(-5)] })).toEqual([]);
});

test("an incident that nobody has assessed is new for the desk, and for nobody else", () => {
  expect(found({ stage: "assessing" })).toEqual(["new"]);
  expect(found({ stage: "assessing" }, { ...DESK, roles: ["viewer"] })).toEqual([]);
});

test.each([
  [slot(11), []],
  [slot(10), ["due"]],
  [slot(-1), ["overdue"]],
  [slot(60, { state: "overdue" }), ["overdue"]],
  [slot(-30, { immediately: true }), ["due"]],
  [slot(-30, { immediately: true, past_reminders: true }), ["overdue"]],
  [slot(-5, { state: "ended" }), []],
])("a report %#", (one, kinds) => {
  expect(found({ next_slots: [one] })).toEqual(kinds);
});

test("seventeen counties that owe one report at one instant are one alarm", () => {
  const slots = Array.from({ length: 17 }, (_, n) => slot(5, { reporter: `1410${n}` }));
  const [one, ...more] = alarms([view({ next_slots: slots })], DESK, NOW);
  expect(more).toEqual([]);
  expect(one).toMatchObject({ kind: "due", n: 17, report: "每日续报", due: at(5) });
});

test("a county hears of its own report and of no other", () => {
  const county = { ...DESK, roles: ["reporter"], reporter: "141021" };
  expect(found({ next_slots: [slot(5)] }, county)).toEqual(["due"]);
  expect(found({ next_slots: [slot(5, { reporter: "141022" })] }, county)).toEqual([]);
});

test("a decision waits for the desk and for who may take it", () => {
  const pending = { command: "activate_response", since: at(-9) } as IncidentView["pending"];
  const allowed = [{ command: "activate_response", roles: [{ id: "commander", name: "指挥长" }], desk: false, clause: null }] as unknown as IncidentView["allowed"];
  const post = (role: string) => ({ ...DESK, roles: [`${RECORDED.plan.id}:${role}`] });
  expect(found({ pending, allowed })).toEqual(["decision"]);
  expect(found({ pending, allowed }, post("commander"))).toEqual(["decision"]);
  expect(found({ pending, allowed }, post("office_director"))).toEqual([]);
});

test("an unsigned order rings for the post at once, for the desk when the plan says it is an alarm", () => {
  const waiting = { seq: 4, role: "commander", under: null, alarm_at: at(5), alarmed: false };
  expect(found({ unsigned: [waiting] })).toEqual([]);
  expect(found({ unsigned: [{ ...waiting, alarm_at: at(-1) }] })).toEqual(["unsigned"]);
  expect(found({ unsigned: [waiting] }, { ...DESK, roles: [`${RECORDED.plan.id}:commander`] })).toEqual(["unsigned"]);
});

test("what cannot wait comes first, and exercises last", () => {
  const views = [
    view({ id: "e", exercise: true, stage: "assessing" }),
    view({ id: "r", next_slots: [slot(5), slot(-5)] }),
    view({ id: "n", stage: "assessing" }),
  ];
  const kinds = alarms(views, DESK, NOW).map((one) => [one.incident, one.kind]);
  expect(kinds).toEqual([["n", "new"], ["r", "overdue"], ["r", "due"], ["e", "new"]]);
});

test("a key stays while the same thing waits", () => {
  const [before] = alarms([view({ next_slots: [slot(5)] })], DESK, NOW);
  const [after] = alarms([view({ next_slots: [slot(5)], version: 99 })], DESK, NOW + 60_000);
  expect(after!.key).toBe(before!.key);
});

test("calls ring for the desk alone: to telephone, and louder when nobody answered", () => {
  const step = { at: at(-1), round: 1, contact: "lead", post: "带班领导", channels: ["voice", "desk"] };
  const call = { id: "i-c4", state: "calling", rule: "leader", post: "带班领导", person: "张三", persons: {}, steps: [step], due_at: at(9), exhausts_at: at(12) };
  const ringing = (parts: object): Ringing => ({ call: { ...call, ...parts } as unknown as CallView, incident: "i", number: "CM-1", title: "透水", exercise: false });
  const [one] = alarms([], DESK, NOW, [ringing({})]);
  expect(one).toMatchObject({ kind: "call", incident: "i", report: "张三", n: 1, due: at(9), number: "CM-1" });
  expect(alarms([], { ...DESK, roles: ["viewer"] }, NOW, [ringing({})])).toEqual([]);
  const [lost] = alarms([], DESK, NOW, [ringing({ state: "exhausted" })]);
  // Whoever has taken note of the call hears of it again.
  expect(lost).toMatchObject({ kind: "exhausted", due: at(12) });
  expect(lost!.key).not.toBe(one!.key);
  const office = { ...ringing({ reason: "值班表空缺：值班员" }), incident: null, number: "", title: "" };
  const [gap] = alarms([], DESK, NOW, [office]);
  expect(gap).toMatchObject({ incident: "", title: "值班表空缺：值班员" });
  expect(saying(gap!)).toMatch(/前应答，值班表空缺：值班员$/);
  expect(alarms([view({ stage: "assessing" })], DESK, NOW, [ringing({}), ringing({ state: "exhausted" })]).map((each) => each.kind)).toEqual(["exhausted", "new", "call"]);
});
