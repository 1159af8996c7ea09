/** The shift log as it is asked for. Pure. */
import { fromField } from "../time/countdown";
import type { LogEntry } from "../api/types";

export const KINDS: LogEntry["kind"][] = ["call", "paper", "visit", "weather", "check", "equipment", "other"];
const ZONE = "Asia/Shanghai";
const DAY_MS = 24 * 3600_000;

/** What the server is asked; days are whole days of the office's zone, the last one included. */
export function asked(given: { words: string; kind: string; from: string; to: string }): Record<string, string> {
  const since = given.from ? fromField(`${given.from}T00:00`, ZONE) : null;
  const until = given.to ? fromField(`${given.to}T00:00`, ZONE) : null;
  return {
    ...(given.words.trim() ? { q: given.words.trim() } : {}),
    ...(given.kind ? { kind: given.kind } : {}),
    ...(since === null ? {} : { since: new Date(since).toISOString() }),
    ...(until === null ? {} : { until: new Date(Date.parse(until) + DAY_MS).toISOString() }),
  };
}

/** Whether an entry was written so much later than it happened that it says so. */
export const writtenLate = (one: LogEntry): boolean => Date.parse(one.written_at) - Date.parse(one.happened_at) > 60_000;
