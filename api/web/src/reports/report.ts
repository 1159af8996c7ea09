/** A report that came in, read from its entry in the journal. Pure. */
import type { JournalEvent } from "../api/types";

export interface Report {
  seq: number;
  slot: string | null;
  obligation: string | null;
  reporter: string | null;
  due_at: string | null;
  kind: string;
  submitted_at: string;
  recorded_at: string;
  actor: string;
  /** What was reported, by the names of the plan's fields; a report without fields has one, "". */
  content: Record<string, string>;
  /** Fields that were answered with 待核实. */
  open: string[];
  /** Who gave it by telephone: name, post, number; empty where nobody is named. */
  toldBy: string[];
  corrects: number | null;
}

const text = (value: unknown) => (typeof value === "string" ? value : null);

/** The report in an entry; null where the entry is none, or hides what it is. */
export function reportOf(event: JournalEvent): Report | null {
  const { data } = event;
  if (event.type !== "report_submitted" || !text(data.kind)) return null;
  return {
    seq: event.seq,
    slot: text(data.slot),
    obligation: text(data.obligation),
    reporter: text(data.reporter),
    due_at: text(data.due_at),
    kind: text(data.kind)!,
    submitted_at: text(data.submitted_at) ?? event.occurred_at,
    recorded_at: event.recorded_at,
    actor: event.actor,
    content: contentOf(data.content),
    open: Array.isArray(data.to_verify) ? data.to_verify.map(String) : [],
    toldBy: data.told_by && typeof data.told_by === "object" ? Object.values(data.told_by).filter(Boolean).map(String) : [],
    corrects: typeof data.corrects === "number" ? data.corrects : null,
  };
}

function contentOf(content: unknown): Record<string, string> {
  if (content === null || content === undefined || content === "") return {};
  if (typeof content !== "object") return { "": String(content) };
  const named = Object.entries(content as Record<string, unknown>).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(named.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]));
}

/** All reports of a journal, in its order. */
export const reportsOf = (events: JournalEvent[]): Report[] =>
  events.map(reportOf).filter((one): one is Report => one !== null);
