import { expect, it } from "vitest";
import openapi from "../../../http/openapi/openapi.json";
import type { IncidentView } from "../api/types";
import { EVERYTHING, fits, waitsFor, type Me, type Wanted } from "./listFilter";

const call = openapi.paths["/api/incidents/{incident}"].get.responses["200"];
const RECORDED = call.content["application/json"].example as unknown as IncidentView;
const NOBODY: Me = { now: Date.parse("2026-11-23T06:00:00Z"), desk: false, holds: () => false };
const view = (parts: Partial<IncidentView> = {}): IncidentView => ({
  ...RECORDED, title: "某煤矿透水事故", number: "CM-2026-0001", division: "141029", division_name: "乡宁县", stage: "responding", level: "III",
  pending: null, unsigned: [], measures: [], next_slots: [], allowed: [], open_slots: { owed: 0, overdue: 0, past_reminders: 0 },
  call_counts: { open: 0, late: 0, exhausted: 0, answered: 0, cancelled: 0 }, ...parts,
});
const shows = (wanted: Partial<Wanted>, parts: Partial<IncidentView> = {}) => fits(view(parts), { ...EVERYTHING, ...wanted }, NOBODY);

it("finds words in the title, the number and the place, all of them", () => {
  expect(shows({ text: "透水 乡宁" })).toBe(true);
  expect(shows({ text: "cm-2026" })).toBe(true);
  expect(shows({ text: "透水 古县" })).toBe(false);
});

it("filters by plan, place and level; no level is asked for by name", () => {
  expect(shows({ plan: RECORDED.plan.id, division: "141029", level: "III" })).toBe(true);
  expect(shows({ plan: "other" })).toBe(false);
  expect(shows({ division: "141025" })).toBe(false);
  expect(shows({ level: "none" })).toBe(false);
  expect(shows({ level: "none" }, { level: null })).toBe(true);
});

it("what waits for the desk, for who decides and for who has to sign", () => {
  const commander: Me = { ...NOBODY, holds: (_, role) => role === "commander" };
  const unsigned = [{ seq: 4, role: "commander", under: null, alarm_at: null, alarmed: false }];
  expect(waitsFor(view({ unsigned }), commander)).toBe(true);
  expect(waitsFor(view({ unsigned }), NOBODY)).toBe(false);
  const pending = { command: "activate_response" as const, level: "II", sub_state: null, recommended_by: "x", since: "", approved_by: null, approvals: [] };
  const allowed = [{ command: "activate_response", level: "II", roles: [{ id: "commander", name: "" }], desk: false, clause: null }];
  expect(waitsFor(view({ pending, allowed }), commander)).toBe(true);
  expect(waitsFor(view({ allowed }), commander)).toBe(false);
  const late = { open_slots: { owed: 1, overdue: 1, past_reminders: 0 } };
  expect(waitsFor(view(late), { ...NOBODY, desk: true })).toBe(true);
  expect(waitsFor(view(late), commander)).toBe(false);
});
