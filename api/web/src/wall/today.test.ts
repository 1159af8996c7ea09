import { expect, test } from "vitest";
import type { IncidentView } from "../api/types";
import { todayOf } from "./today";

const MIDNIGHT = Date.parse("2026-11-22T16:00:00Z");
const view = (parts: Partial<IncidentView>) =>
  ({ exercise: false, stage: "responding", received_at: "2026-11-23T01:00:00Z", open_slots: { owed: 0, overdue: 2, past_reminders: 0 }, pending: null, unsigned: [], call_counts: { open: 1, late: 1, exhausted: 1, answered: 3, cancelled: 0 }, ...parts }) as IncidentView;

test("the numbers of the day count real incidents; exercises stand apart", () => {
  const views = [view({}), view({ stage: "assessing", received_at: "2026-11-22T15:59:59Z" }), view({ exercise: true })];
  expect(todayOf(views, MIDNIGHT)).toEqual({ real: 2, exercise: 1, responding: 1, received: 1, overdue: 4, pending: 0, unsigned: 0, calls: 4 });
});

test("among exercises alone they are counted", () => {
  expect(todayOf([view({ exercise: true })], MIDNIGHT)).toMatchObject({ real: 0, exercise: 1, responding: 1, overdue: 2 });
});
