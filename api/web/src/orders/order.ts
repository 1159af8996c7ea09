/** In which order incidents are shown: overdue and high levels first, closed ones last. */
import type { IncidentView, Slot } from "../api/types";

const LEVELS = ["I", "II", "III", "IV"];
const STAGES = ["responding", "warning", "assessing", "ended", "closed"];

/** The real before the exercises: nobody may overlook an incident among drills. */
function rank(view: IncidentView): [number, number, number, string, string] {
  const level = view.level ? LEVELS.indexOf(view.level) : LEVELS.length;
  const due = view.next_slots[0]?.due_at ?? "9999";
  return [Number(view.exercise), STAGES.indexOf(view.stage), level < 0 ? LEVELS.length : level, due, view.number];
}

export function sorted(views: IncidentView[]): IncidentView[] {
  return views
    .map((view) => ({ view, rank: rank(view) }))
    .sort((a, b) => {
      const at = a.rank.findIndex((one, index) => one !== b.rank[index]);
      if (at < 0) return 0;
      return a.rank[at]! < b.rank[at]! ? -1 : 1;
    })
    .map((one) => one.view);
}

/** The report to count down to, and those that are owed at once, which have no number. */
export function headline(view: IncidentView): { timed: Slot | undefined; immediate: Slot[] } {
  return {
    timed: view.next_slots.find((slot) => !slot.immediately),
    immediate: view.next_slots.filter((slot) => slot.immediately),
  };
}
