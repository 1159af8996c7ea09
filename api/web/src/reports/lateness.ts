/** What an entry made afterwards means for a report's punctuality. Pure; the server decides. */

export interface Lateness {
  /** The report counts as late. */
  late: boolean;
  /** Whole minutes after the due instant, rounded up; 0 where it is on time. */
  minutes: number;
}

/** A report handed over at `submitted` (RFC 3339) for a slot; on time up to the due instant itself. */
export function lateness(slot: { due_at: string; immediately: boolean }, submitted: string): Lateness | null {
  const at = Date.parse(submitted);
  if (Number.isNaN(at) || slot.immediately) return null;
  const after = at - Date.parse(slot.due_at);
  return after > 0 ? { late: true, minutes: Math.ceil(after / 60_000) } : { late: false, minutes: 0 };
}
