/** What is next, from the view that the API's document shows with parts changed. */
import { describe, expect, it } from "vitest";
import openapi from "../../../http/openapi/openapi.json";
import type { Allowed, CallView, IncidentView, Slot } from "../api/types";
import { dueFirst, nextSteps, type Given } from "./nextStep";

const call = openapi.paths["/api/incidents/{incident}"].get.responses["200"];
const RECORDED = call.content["application/json"].example as unknown as IncidentView;
const NOW = Date.parse("2026-11-23T06:00:00Z");
const GIVEN: Given = { now: NOW, holds: () => false, subStates: ["tense", "urgent", "critical"] };
const SLOT: Slot = { ...RECORDED.next_slots[0]!, state: "upcoming", immediately: false, due_at: "2026-11-24T06:00:00Z", clause: "5.1" };
const QUIET: Partial<IncidentView> = {
  stage: "responding", level: "III", sub_state: null, pending: null, unsigned: [], measures: [], end_conditions: [], next_slots: [],
  open_slots: { owed: 0, overdue: 0, past_reminders: 0 }, allowed: [], calls: [],
  recommendation: { level: "III", sub_state: null, name: "三级响应", settled: false, criteria: [], may_rise_to: [] },
};
const view = (parts: Partial<IncidentView> = {}): IncidentView => ({ ...RECORDED, ...QUIET, ...parts });
const steps = (parts: Partial<IncidentView>, given: Partial<Given> = {}) => nextSteps(view(parts), { ...GIVEN, ...given });
const kinds = (parts: Partial<IncidentView>, given: Partial<Given> = {}) => steps(parts, given).map((one) => one.kind);

const may = (command: string, role: string, more: Partial<Allowed> = {}): Allowed =>
  ({ command, roles: [{ id: role, name: role }], desk: false, clause: "5.3.3", ...more });
const criterion = (level: string, met: boolean | null) =>
  ({ id: `c_${level}_${met}`, level, sub_state: null, text: "", met, clause: "附件4", why: "被困 12 人", assumption: [] });
const rec = (level: string | null, criteria = [criterion("II", true)]) => ({ ...QUIET.recommendation!, level, criteria });
const waits = (command: "activate_response" | "end_response", level: string) =>
  ({ command, level, sub_state: null, recommended_by: "commander", since: "2026-11-23T05:00:00Z", approved_by: null, approvals: [] });

describe("decisions", () => {
  it("nothing is next where the level fits and nothing is owed", () => expect(steps({})).toEqual([]));

  it("a higher recommendation begins with who recommends, by the clause that is met", () => {
    const allowed = [may("activate_response", "chief_commander", { level: "II" }), may("recommend_activation", "commander", { level: "II" })];
    const [step] = steps({ recommendation: rec("II"), allowed });
    expect(step).toMatchObject({ kind: "rise", level: "II", clause: "附件4", why: "被困 12 人", deciders: ["commander"] });
    expect(step!.act).toEqual({ do: "order", entry: allowed[1] });
    expect(step!.others).toEqual([{ do: "order", entry: allowed[0] }]);
  });

  it("who holds the post itself is offered its own act first", () => {
    const allowed = [may("recommend_activation", "commander", { level: "II" }), may("activate_response", "chief_commander", { level: "II" })];
    const [step] = steps({ recommendation: rec("II"), allowed }, { holds: (role) => role === "chief_commander" });
    expect(step!.act).toEqual({ do: "order", entry: allowed[1] });
  });

  it("what waits for a decision is asked for once, with the refusal beside it", () => {
    const allowed = [may("refuse_activation", "chief_commander", { level: "II" }), may("approve_activation", "chief_commander", { level: "II" })];
    const found = steps({ recommendation: rec("II"), pending: waits("activate_response", "II"), allowed });
    expect(found.map((one) => one.kind)).toEqual(["pending"]);
    expect(found[0]).toMatchObject({ by: "commander", deciders: ["chief_commander"], act: { do: "order", entry: allowed[1] } });
    expect(found[0]!.others).toEqual([{ do: "order", entry: allowed[0] }]);
  });

  it("of two possible decisions the graver comes first", () => {
    expect(kinds({ recommendation: rec("I"), pending: waits("activate_response", "II") })).toEqual(["rise", "pending"]);
    expect(kinds({ level: "IV", recommendation: rec("III"), pending: waits("activate_response", "II") })).toEqual(["pending", "rise"]);
    expect(kinds({ recommendation: rec("II"), pending: waits("end_response", "III") })).toEqual(["rise", "pending_end"]);
  });

  it("a sub-state may rise within its level", () => {
    const grain = { level: "III", sub_state: "tense" };
    expect(kinds({ ...grain, recommendation: { ...rec("III"), sub_state: "urgent" } })).toEqual(["rise"]);
    expect(kinds({ ...grain, recommendation: { ...rec("III"), sub_state: "tense" } })).toEqual([]);
  });

  it("a lower recommendation is offered, never urged", () => {
    const allowed = [may("adjust_response", "commander", { level: "IV" })];
    expect(kinds({ recommendation: rec("IV"), allowed })).toEqual(["fall"]);
    expect(kinds({ recommendation: rec("IV") })).toEqual([]);
  });

  it("while nothing can be judged it asks for figures", () => {
    const open = { stage: "assessing" as const, level: null, recommendation: rec(null, [criterion("II", null)]) };
    expect(steps(open)[0]).toMatchObject({ kind: "unknown", n: 1, act: { do: "figures" } });
    expect(kinds({ ...open, recommendation: rec(null, [criterion("II", false)]) })).toEqual([]);
  });
});

describe("what is owed", () => {
  const late = { ...SLOT, id: "late", state: "overdue" as const, due_at: "2026-11-23T05:00:00Z" };
  const now = { ...SLOT, id: "now", state: "owed" as const, immediately: true };
  const soon = { ...SLOT, id: "soon", due_at: "2026-11-23T07:00:00Z" };

  it("names what is late, owed at once and due within the hour, in this order", () => {
    const found = steps({ next_slots: [soon, now, late, late] });
    expect(found.map((one) => [one.kind, one.n])).toEqual([["overdue", 2], ["at_once", 1], ["soon", 1]]);
    expect(found[0]!.act).toEqual({ do: "report", slot: late });
    expect(kinds({ next_slots: [{ ...soon, due_at: "2026-11-23T07:00:01Z" }] })).toEqual([]);
  });

  it("a decision upon the level comes before a late report", () => {
    expect(kinds({ recommendation: rec("II"), next_slots: [late] })).toEqual(["rise", "overdue"]);
  });

  it("names the first of the overdue measures", () => {
    const measure = { ...RECORDED.measures[0]!, state: "overdue" as const, text: "撤人", due_at: "2026-11-23T05:30:00Z" };
    expect(steps({ measures: [measure, { ...measure, state: "done" }] })[0]).toMatchObject({ kind: "measure", n: 1, text: "撤人" });
  });
});

describe("signatures, contradictions, the end", () => {
  const order = { seq: 4, role: "commander", under: null, alarm_at: "2026-11-23T06:30:00Z", alarmed: false };

  it("a signer is shown its own orders one by one, before what others have to sign", () => {
    const unsigned = [{ ...order, seq: 3, role: "chief_commander", alarmed: true }, order];
    const found = steps({ unsigned }, { holds: (role) => role === "commander" });
    expect(found.map((one) => one.kind)).toEqual(["unsigned_mine", "unsigned_late"]);
    expect(found[0]!.act).toEqual({ do: "sign", seq: 4 });
  });

  it("the clock alone makes a signature late", () => {
    expect(kinds({ unsigned: [order] })).toEqual(["unsigned"]);
    expect(kinds({ unsigned: [order] }, { now: Date.parse(order.alarm_at) })).toEqual(["unsigned_late"]);
  });

  const condition = { id: "all_found", text: "全部找到", clause: "5.4", confirmed: true, confirmed_by: [], seq: 9, contradicted_by: [] };

  it("a confirmed condition that figures contradict is named, and nothing may end", () => {
    const against = { fact: "trapped", words: "被困 5 人", source: "", as_of: "2026-11-23T05:00:00Z", seq: 5 };
    const allowed = [may("end_response", "on_site_commander")];
    expect(kinds({ end_conditions: [{ ...condition, contradicted_by: [against] }], allowed })).toEqual(["contradicted"]);
    expect(kinds({ end_conditions: [condition], allowed })).toEqual(["end"]);
    expect(kinds({ end_conditions: [{ ...condition, confirmed: false }], allowed })).toEqual([]);
  });

  it("a closed incident that is watched asks for changes, not for people who were called before", () => {
    const lost = { ...RECORDED.calls[0]!, state: "exhausted", trigger: "level_raised", subject: "III", started_at: "2026-11-23T01:00:00Z" } as CallView;
    const closed: Partial<IncidentView> = {
      stage: "closed", level: null, closed_at: "2026-11-23T04:00:00Z", casualty_watching: true, recommendation: rec(null, []), calls: [lost],
      allowed: [may("record_facts", "office_director"), may("activate_response", "office_director", { level: "II" })],
    };
    expect(steps(closed)).toMatchObject([{ kind: "watch", act: { do: "figures" } }]);
    expect(kinds({ ...closed, stage: "ended" })).toContain("call_lost");
    // What is owed now, or was started since, does want somebody.
    const owed = { ...SLOT, state: "overdue" as const, due_at: "2026-11-23T05:00:00Z" };
    expect(kinds({ ...closed, next_slots: [owed], calls: [{ ...lost, subject: owed.id }] })).toEqual(["call_lost", "overdue", "watch"]);
    expect(kinds({ ...closed, calls: [{ ...lost, started_at: "2026-11-23T05:00:00Z" }] })).toEqual(["call_lost", "watch"]);
    // Only what has become graver recommends that it is opened again.
    expect(kinds({ ...closed, recommendation: rec("II") })).toEqual(["rise", "watch"]);
    expect(steps({ ...closed, casualty_watching: false })).toEqual([]);
  });

  it("an ended response may be closed", () => {
    expect(kinds({ stage: "ended", level: null, recommendation: rec(null), allowed: [may("close_incident", "office_director")] })).toEqual(["close"]);
  });
});

it("a call that nobody answered comes before what is overdue, one that the desk has to make after it", () => {
  const step = { at: "2026-11-23T05:59:00Z", round: 1, contact: "lead", post: "带班领导", channels: ["desk"] };
  const call = { id: "i-c4", state: "calling", post: "带班领导", person: "张三", persons: {}, reason: "接报", clause: null, steps: [step], due_at: "2026-11-23T06:09:00Z" };
  const calls = (parts: object) => [{ ...call, ...parts } as unknown as CallView];
  const overdue = { next_slots: [{ ...SLOT, state: "overdue" as const, due_at: "2026-11-23T05:00:00Z" }] };
  expect(kinds({ ...overdue, calls: calls({ state: "exhausted" }) })).toEqual(["call_lost", "overdue"]);
  expect(kinds({ ...overdue, calls: calls({}) })).toEqual(["overdue", "call"]);
  expect(steps({ calls: calls({}) })[0]).toMatchObject({ n: 1, text: "张三", why: "接报", act: { do: "go", tab: "calls" } });
  expect(kinds({ calls: calls({ steps: [{ ...step, channels: ["voice"] }] }) })).toEqual([]);
  expect(kinds({ calls: calls({ state: "answered" }) })).toEqual([]);
});

it("a list of orders begins with those of the next steps, and leaves none out", () => {
  const allowed = ["IV", "III", "II"].map((level) => may("activate_response", "commander", { level }));
  const due = steps({ stage: "assessing", level: null, allowed, recommendation: rec("III", [criterion("III", true)]) });
  expect(dueFirst(allowed, due).map((one) => one.level)).toEqual(["III", "IV", "II"]);
  expect(dueFirst(allowed, [])).toEqual(allowed);
});
