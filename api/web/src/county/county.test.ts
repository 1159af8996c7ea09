import { expect, it } from "vitest";
import { owedOf, settledOf } from "./county";
import type { IncidentView, Slot } from "../api/types";

const NOW = Date.parse("2026-11-29T06:58:00Z");
const slot = (id: string, due_at: string, changes: Partial<Slot> = {}) =>
  ({ id, due_at, opens_at: "2026-11-28T00:00:00Z", state: "owed", reporter: "141021", ...changes }) as Slot;
const view = (id: string, exercise: boolean, next_slots: Slot[]) => ({ id, exercise, next_slots }) as IncidentView;

it("puts what is due next first, over all incidents, and leaves out other reporters", () => {
  const views = [
    view("drill", true, [slot("d", "2026-11-29T07:00:00Z")]),
    view("real", false, [
      slot("late", "2026-11-28T07:00:00Z", { state: "overdue" }),
      slot("other", "2026-11-27T07:00:00Z", { reporter: "141002" }),
      slot("r", "2026-11-29T07:00:00Z"),
      slot("far", "2026-11-29T06:00:00Z", { opens_at: "2026-11-29T06:59:00Z" }),
    ]),
  ];
  const owed = owedOf(views, (_, one) => one.reporter === "141021", NOW);
  expect(owed.map((one) => [one.slot.id, one.begun])).toEqual([
    ["late", true],
    ["r", true],
    ["d", true],
    ["far", false],
  ]);
});

it("lists what is settled, the newest first", () => {
  const slots = [
    slot("a", "2026-11-27T07:00:00Z", { state: "submitted" }),
    slot("b", "2026-11-29T07:00:00Z"),
    slot("c", "2026-11-28T07:00:00Z", { state: "submitted_late" }),
  ];
  expect(settledOf(slots).map((one) => one.id)).toEqual(["c", "a"]);
});
