/** A decision holds for what was on the screen when its window was opened (`If-Match`). */
import { api } from "../api/api";
import type { Attempt } from "../api/attempt";
import { Problem } from "../api/problem";
import { command, refresh } from "../live/store";
import type { JournalEvent } from "../api/types";

/** Entries that change nothing that a decision rests upon. */
const ROUTINE = new Set([
  "log_entry_added",
  "report_submitted",
  "report_due_soon",
  "report_overdue",
  "measure_due_soon",
  "measure_overdue",
  "decision_awaited",
  "recorded_order_confirmed",
]);

/** What came since, and the version up to which it has been looked at. */
export interface Overtaken {
  version: number;
  changes: JournalEvent[];
}

/**
 * Carry out a decision that was made upon `version`. Nothing is done, and the changes are
 * given, if more than routine entries came since; null when it is done.
 */
export async function decide(
  id: string,
  attempt: Attempt,
  body: Record<string, unknown>,
  version: number,
): Promise<Overtaken | null> {
  for (let seen = version; ; ) {
    try {
      await attempt.send(body, seen, (sent) => command(id, sent));
      return null;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412) throw error;
      const entries = await api.events(id, seen);
      const last = entries.at(-1);
      if (!last) throw error;
      const changes = entries.filter((entry) => !ROUTINE.has(entry.type));
      seen = last.seq;
      if (!changes.length) continue;
      await refresh(id);
      return { version: seen, changes };
    }
  }
}
