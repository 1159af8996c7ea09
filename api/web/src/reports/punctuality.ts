/** Punctuality in numbers. Pure. */
import type { PunctualityRow } from "../api/types";

/** The times that can be chosen, in days; 0 is all of it. */
export const SPANS = [30, 90, 365, 0];
const DAY_MS = 24 * 3600_000;

/** The instant so many days before `now`; null for all of the time. */
export const since = (days: number, now: number): string | null =>
  days ? new Date(now - days * DAY_MS).toISOString() : null;

/** The share of reports that came in time; null where nothing was due. */
export function fulfilled({ submitted, late, missing }: Pick<PunctualityRow, "submitted" | "late" | "missing">): string | null {
  const due = submitted + late + missing;
  // Rounded down: 100 % is nothing but all.
  return due ? `${Math.floor((submitted / due) * 100)} %` : null;
}
