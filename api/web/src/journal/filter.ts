/** Which entries of a journal are shown: of which kind, by whom, with which words. Pure. */
import type { JournalEvent } from "../api/types";
import { isCall, isDecision, isReport } from "./kinds";

export const KINDS = ["all", "decisions", "reports", "calls", "facts", "log", "time"] as const;
export type Kind = (typeof KINDS)[number];

export interface Wanted {
  kind: Kind;
  /** The account; empty: any. */
  actor: string;
  /** Words that all have to occur. */
  search: string;
}

export const ALL: Wanted = { kind: "all", actor: "", search: "" };

export const asksForAll = (wanted: Wanted) =>
  wanted.kind === "all" && !wanted.actor && !wanted.search.trim();

const OF_KIND: Record<Kind, (event: JournalEvent) => boolean> = {
  all: () => true,
  decisions: isDecision,
  reports: isReport,
  calls: isCall,
  facts: (event) => event.type === "facts_recorded",
  log: (event) => event.type === "log_entry_added",
  time: (event) => event.actor === "clock",
};

/** The wanted entries, newest first; `textOf` gives what can be read of an entry. */
export function chosen(events: JournalEvent[], wanted: Wanted, textOf: (event: JournalEvent) => string): JournalEvent[] {
  const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
  const found: JournalEvent[] = [];
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at]!;
    if (!OF_KIND[wanted.kind](event) || (wanted.actor && event.actor !== wanted.actor)) continue;
    if (words.length) {
      const text = textOf(event).toLowerCase();
      if (!words.every((one) => text.includes(one))) continue;
    }
    found.push(event);
  }
  return found;
}

/** The accounts that entered something, each once, in the order in which they first did. */
export function actors(events: JournalEvent[]): string[] {
  return [...new Set(events.map((event) => event.actor))].filter((name) => name !== "clock");
}
