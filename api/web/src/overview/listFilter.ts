/** Which incidents the list shows. Pure. */
import type { IncidentView } from "../api/types";
import { whereWords } from "../incident/place";
import { attention } from "./attention";

export interface Wanted {
  text: string;
  plan: string;
  division: string;
  level: string;
  mine: boolean;
}

export const EVERYTHING: Wanted = { text: "", plan: "", division: "", level: "", mine: false };

export interface Me {
  now: number;
  /** At the duty desk: what is new, late or due waits for it. */
  desk: boolean;
  holds: (view: IncidentView, role: string) => boolean;
}

/** Whether something of the incident waits for this account: as the desk, to decide, or to sign. */
export function waitsFor(view: IncidentView, me: Me): boolean {
  const { kind } = attention(view, me.now);
  if (me.desk && ["new", "lost", "overdue", "soon"].includes(kind)) return true;
  if (view.unsigned.some((one) => me.holds(view, one.role))) return true;
  const deciding = view.allowed.filter((one) => /^(approve|activate|adjust|end)_/.test(one.command));
  return view.pending !== null && deciding.some((one) => one.roles.some((role) => me.holds(view, role.id)));
}

/** Every typed word has to occur in the title, the number or the place. */
export function found(view: IncidentView, text: string): boolean {
  const all = `${view.title} ${view.number} ${whereWords(view)}`.toLowerCase();
  return text.toLowerCase().split(/\s+/).filter(Boolean).every((word) => all.includes(word));
}

export function fits(view: IncidentView, wanted: Wanted, me: Me): boolean {
  return (
    found(view, wanted.text) &&
    (!wanted.plan || view.plan.id === wanted.plan) &&
    (!wanted.division || view.division === wanted.division) &&
    (!wanted.level || (wanted.level === "none" ? !view.level : view.level === wanted.level)) &&
    (!wanted.mine || waitsFor(view, me))
  );
}
