import { expect, test } from "vitest";
import type { IncidentView, JournalEvent } from "../api/types";
import * as made from "./briefing";

const view = (parts: object) => ({ struck: [], measures: [], reporting: [], ...parts }) as unknown as IncidentView;

test("what does not fit is counted", () => {
  expect(made.cut([1, 2, 3], 2)).toEqual({ shown: [1, 2], more: 1 });
  expect(made.cut([1], 2)).toEqual({ shown: [1], more: 0 });
});

test("the last decisions come first, without what was struck and what is none", () => {
  const events = [
    { seq: 1, type: "response_activated" }, { seq: 2, type: "log_entry_added" },
    { seq: 3, type: "command_assumed" }, { seq: 4, type: "response_adjusted" },
  ] as JournalEvent[];
  expect(made.decisions(events, view({ struck: [3] }), 5).shown.map((one) => one.seq)).toEqual([4, 1]);
});

test("overdue measures stand before required ones, others are left out", () => {
  const measures = [
    { id: "a", state: "open", modality: "required" }, { id: "b", state: "open", modality: "as_needed" },
    { id: "c", state: "overdue", modality: "as_needed" }, { id: "d", state: "done", modality: "required" },
  ];
  expect(made.openMeasures(view({ measures }), 9).shown.map((one) => one.id)).toEqual(["c", "a"]);
});

test("reports that nobody misses are left out, the earliest due stands first", () => {
  const reporting = [
    { id: "late", due_at: "2026-11-23T09:00:00Z", missing: ["尧都区"] },
    { id: "done", due_at: "2026-11-23T07:00:00Z", missing: [] },
    { id: "soon", due_at: "2026-11-23T08:00:00Z", missing: ["乡宁县"] },
  ];
  expect(made.missing(view({ reporting }), 9).shown.map((one) => one.id)).toEqual(["soon", "late"]);
});
