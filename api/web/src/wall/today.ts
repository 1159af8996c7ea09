/** The numbers of the day above all incidents. Pure. */
import type { IncidentView } from "../api/types";

export interface Today {
  /** Open now; the rest counts real incidents alone, unless there are exercises alone. */
  real: number;
  exercise: number;
  responding: number;
  /** Received since midnight. */
  received: number;
  overdue: number;
  pending: number;
  unsigned: number;
  /** Calls that nobody has answered. */
  calls: number;
}

/** `midnight` is when the present day began, in milliseconds. */
export function todayOf(views: IncidentView[], midnight: number): Today {
  const real = views.filter((view) => !view.exercise);
  const counted = real.length ? real : views;
  const sum = (of: (view: IncidentView) => number) => counted.reduce((all, view) => all + of(view), 0);
  return {
    real: real.length,
    exercise: views.length - real.length,
    responding: sum((view) => Number(view.stage === "responding")),
    received: sum((view) => Number(Date.parse(view.received_at) >= midnight)),
    overdue: sum((view) => view.open_slots.overdue),
    pending: sum((view) => Number(view.pending !== null)),
    unsigned: sum((view) => view.unsigned.length),
    calls: sum(({ call_counts: n }) => n.open + n.exhausted),
  };
}
