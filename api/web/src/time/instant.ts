/** Read a date-time box: the instant that was meant, or why it is none. Pure. */
import { fromField } from "./countdown";
import type { Key } from "../messages";

/** Nothing that an office records lies outside of these years. */
const YEARS = [2000, 2099] as const;

/** Why the text of a date or date-time box is no instant in `zone`; null where it is one, or blank. */
export function instantProblem(field: string, zone: string): Key | null {
  if (!field) return null;
  const year = Number(field.match(/^(\d+)-/)?.[1] ?? NaN);
  if (year < YEARS[0] || year > YEARS[1]) return "instant.year";
  const full = field.includes("T") ? field : `${field}T00:00`;
  return fromField(full, zone) === null ? "instant.unreadable" : null;
}
