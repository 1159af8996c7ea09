/** The list of measures: what is still to be done, and in which order it is shown. */
import type { Measure } from "../api/types";

/** Neither done nor waived; an overdue measure still has to be done. */
export const isOpen = (measure: Measure): boolean =>
  measure.state === "open" || measure.state === "overdue";

/** What waits stands first: the overdue, then by due instant; the settled last. */
export function inOrder(measures: readonly Measure[]): Measure[] {
  return measures
    .map((measure, place) => ({ measure, key: [rank(measure), due(measure), place] as const }))
    .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.key[2] - b.key[2])
    .map((one) => one.measure);
}

const rank = (measure: Measure) => (measure.state === "overdue" ? 0 : isOpen(measure) ? 1 : 2);
const due = (measure: Measure) =>
  isOpen(measure) && measure.due_at ? Date.parse(measure.due_at) : Number.MAX_SAFE_INTEGER;
