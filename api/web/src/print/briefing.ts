/** What a briefing says, short enough for one page: the rest is counted. Pure. */
import type { IncidentView, JournalEvent } from "../api/types";
import { isDecision } from "../journal/kinds";

export interface Cut<T> {
  shown: T[];
  /** How many more there are. */
  more: number;
}

export const cut = <T>(all: T[], most: number): Cut<T> => ({ shown: all.slice(0, most), more: Math.max(all.length - most, 0) });

/** The last decisions, the latest first; what was struck is none. */
export function decisions(events: JournalEvent[], view: IncidentView, most: number): Cut<JournalEvent> {
  const struck = new Set(view.struck);
  return cut(events.filter((one) => isDecision(one) && !struck.has(one.seq)).reverse(), most);
}

/** What was ordered and is not done: overdue first, then what the plan requires. */
export function openMeasures(view: IncidentView, most: number): Cut<IncidentView["measures"][number]> {
  const open = view.measures.filter((one) => one.state === "overdue" || (one.state === "open" && one.modality === "required"));
  return cut(open.sort((a, b) => Number(b.state === "overdue") - Number(a.state === "overdue")), most);
}

/** Reports of which somebody is missing, the earliest due first. */
export function missing(view: IncidentView, most: number): Cut<IncidentView["reporting"][number]> {
  return cut(view.reporting.filter((one) => one.missing.length > 0).sort((a, b) => a.due_at.localeCompare(b.due_at)), most);
}
