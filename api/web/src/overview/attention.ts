/** Which incident needs a person first, and why: the order of the rail. Pure. */
import type { IncidentView } from "../api/types";

/** From what cannot wait to what can. */
const KINDS = ["new", "lost", "overdue", "soon", "pending", "signature", "quiet", "over"] as const;
export type Kind = (typeof KINDS)[number];

export interface Attention {
  kind: Kind;
  /** What is overdue, unsigned or unanswered, counted. */
  n: number;
  /** The instant to count down to. */
  due: string | null;
}

/** A report due within this time is due soon. */
const SOON_MS = 30 * 60_000;

export function attention(view: IncidentView, now: number): Attention {
  const next = view.next_slots.find((slot) => slot.state !== "overdue" && !slot.immediately);
  const due = next?.due_at ?? null;
  const overdue = view.open_slots.overdue + view.open_slots.past_reminders + view.measures.filter((one) => one.state === "overdue").length;
  if (isNew(view)) return { kind: "new", n: 0, due };
  if (view.call_counts.exhausted) return { kind: "lost", n: view.call_counts.exhausted, due };
  if (overdue) return { kind: "overdue", n: overdue, due };
  if (due && Date.parse(due) - now <= SOON_MS) return { kind: "soon", n: 0, due };
  if (view.pending) return { kind: "pending", n: 1, due };
  if (view.unsigned.length) return { kind: "signature", n: view.unsigned.length, due };
  return { kind: view.stage === "ended" || view.stage === "closed" ? "over" : "quiet", n: 0, due };
}

/** Nobody has decided anything about it: no level, nothing recommended by a post. */
export const isNew = (view: IncidentView) => view.stage === "assessing" && !view.pending;

const LEVELS = ["I", "II", "III", "IV"];
const levelRank = (view: IncidentView) => {
  const at = LEVELS.indexOf(view.level ?? "");
  return at < 0 ? LEVELS.length : at;
};

/** Real before exercise; then what needs a person first; then the graver level, the nearer report. */
export function byAttention(views: Iterable<IncidentView>, now: number): { view: IncidentView; at: Attention }[] {
  return [...views]
    .filter((view) => view.stage !== "closed")
    .map((view) => ({ view, at: attention(view, now) }))
    .sort(
      (a, b) =>
        Number(a.view.exercise) - Number(b.view.exercise) ||
        KINDS.indexOf(a.at.kind) - KINDS.indexOf(b.at.kind) ||
        levelRank(a.view) - levelRank(b.view) ||
        (a.at.due ?? "9").localeCompare(b.at.due ?? "9") ||
        a.view.number.localeCompare(b.view.number),
    );
}
