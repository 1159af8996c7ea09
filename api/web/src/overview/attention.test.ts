import { expect, it } from "vitest";
import openapi from "../../../http/openapi/openapi.json";
import type { IncidentView } from "../api/types";
import { attention, byAttention } from "./attention";

const call = openapi.paths["/api/incidents/{incident}"].get.responses["200"];
const RECORDED = call.content["application/json"].example as unknown as IncidentView;
const NOW = Date.parse("2026-11-23T06:00:00Z");
const QUIET: Partial<IncidentView> = {
  stage: "responding", level: "III", pending: null, unsigned: [], measures: [], next_slots: [],
  open_slots: { owed: 0, overdue: 0, past_reminders: 0 }, exercise: false,
  call_counts: { open: 0, late: 0, exhausted: 0, answered: 0, cancelled: 0 },
};
const view = (parts: Partial<IncidentView>): IncidentView => ({ ...RECORDED, ...QUIET, ...parts });
const slot = (due_at: string, parts = {}) => ({ ...RECORDED.next_slots[0]!, state: "owed" as const, immediately: false, due_at, ...parts });
const kind = (parts: Partial<IncidentView>) => attention(view(parts), NOW).kind;

it("says why an incident needs a person", () => {
  expect(kind({ stage: "assessing", level: null })).toBe("new");
  expect(kind({ open_slots: { owed: 1, overdue: 1, past_reminders: 0 } })).toBe("overdue");
  expect(kind({ open_slots: { owed: 1, overdue: 0, past_reminders: 1 } })).toBe("overdue");
  const lost = { open: 0, late: 0, exhausted: 2, answered: 0, cancelled: 0 };
  expect(kind({ call_counts: lost, open_slots: { owed: 1, overdue: 1, past_reminders: 0 } })).toBe("lost");
  expect(kind({ next_slots: [slot("2026-11-23T06:30:00Z")] })).toBe("soon");
  expect(kind({ next_slots: [slot("2026-11-23T06:30:01Z")] })).toBe("quiet");
  expect(kind({ unsigned: [{ seq: 4, role: "commander", under: null, alarm_at: null, alarmed: false }] })).toBe("signature");
  expect(kind({ stage: "ended" })).toBe("over");
});

it("counts what is overdue, reports and measures together", () => {
  const measures = [{ ...RECORDED.measures[0]!, state: "overdue" as const }];
  expect(attention(view({ measures, open_slots: { owed: 2, overdue: 2, past_reminders: 0 } }), NOW).n).toBe(3);
});

it("an incident that a post has recommended upon is no longer new", () => {
  const pending = {
    command: "activate_response" as const, level: "III", sub_state: null, recommended_by: "office_director",
    since: "2026-11-23T05:00:00Z", approved_by: null, approvals: [],
  };
  expect(kind({ stage: "assessing", level: null, pending })).toBe("pending");
});

it("orders the rail: real before exercise, the new first, then overdue, soon, the graver level", () => {
  const late = { open_slots: { owed: 1, overdue: 1, past_reminders: 0 } };
  const views = [
    view({ id: "drill", exercise: true, stage: "assessing", level: null }),
    view({ id: "quiet-III" }),
    view({ id: "quiet-II", level: "II" }),
    view({ id: "soon", next_slots: [slot("2026-11-23T06:10:00Z")] }),
    view({ id: "overdue", ...late }),
    view({ id: "new", stage: "assessing", level: null }),
    view({ id: "ended", stage: "ended", level: null }),
    view({ id: "closed", stage: "closed", level: null }),
  ];
  expect(byAttention(views, NOW).map((one) => one.view.id)).toEqual([
    "new", "overdue", "soon", "quiet-II", "quiet-III", "ended", "drill",
  ]);
});
