import { describe, expect, it } from "vitest";
import { inOrder, isOpen } from "./measures";
import type { Measure } from "../api/types";

const measure = (id: string, state: Measure["state"], due_at: string | null = null) =>
  ({ id, state, due_at }) as Measure;

describe("the list of measures", () => {
  it("counts an overdue measure among those to be done", () => {
    const states = ["open", "overdue", "done", "done_late", "waived"] as const;
    expect(states.filter((state) => isOpen(measure(state, state)))).toEqual(["open", "overdue"]);
  });

  it("shows the overdue first, then what is due next, the settled last", () => {
    const shown = inOrder([
      measure("done", "done", "2026-11-23T01:00:00Z"),
      measure("plain", "open"),
      measure("later", "open", "2026-11-23T09:00:00Z"),
      measure("sooner", "open", "2026-11-23T08:00:00Z"),
      measure("also plain", "open"),
      measure("late", "overdue", "2026-11-23T02:00:00Z"),
    ]);
    const ids = shown.map((one) => one.id);
    expect(ids).toEqual(["late", "sooner", "later", "plain", "also plain", "done"]);
  });
});
