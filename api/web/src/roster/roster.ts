/** The roster as the screens show it: spans of weeks and months, days with their shifts and gaps. Pure. */
import { fromField, parts } from "../time/countdown";
import type { Gap, Member, RosterDay, RosterPage, Shift } from "../api/types";

export type Post = Gap["post"];
export const POSTS: Post[] = ["leader", "duty_officers", "standby"];
export type View = "week" | "month";

/** A day of a span, with what begins on it. */
export interface DayRow {
  day: RosterDay;
  weekday: number;
  shifts: Shift[];
  gaps: Gap[];
}

const DAY_MS = 86_400_000;
/** "2026-12-01" counted on or back by days; calendar days know no zone. */
export const plus = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
/** The day of the week, Sunday 0. */
export const weekday = (day: string): number => new Date(`${day}T00:00Z`).getUTCDay();

/** The day of an instant in a zone. */
export function dayOf(instant: string | number, zone: string): string {
  const p = parts(typeof instant === "number" ? instant : Date.parse(instant), zone);
  return `${p.year}-${p.month}-${p.day}`;
}

/** The first day of the week (Monday) or month that holds a day, and the day after its last. */
export function span(day: string, view: View): [string, string] {
  if (view === "week") {
    const first = plus(day, -((weekday(day) + 6) % 7));
    return [first, plus(first, 7)];
  }
  const first = `${day.slice(0, 7)}-01`;
  return [first, `${plus(first, 31).slice(0, 7)}-01`];
}

/** A day of the span before or after. */
export function turn(day: string, view: View, by: 1 | -1): string {
  const [first, end] = span(day, view);
  return by === 1 ? end : plus(first, -1);
}

/** Midnight of a day in a zone, as requests want it. */
export const midnight = (day: string, zone: string): string => fromField(`${day}T00:00`, zone)!;

/** The days of a page; what began before it stands on the first. */
export function rows(page: RosterPage, zone: string): DayRow[] {
  const found = page.days.map((day): DayRow => ({ day, weekday: weekday(day.date), shifts: [], gaps: [] }));
  const at = (instant: string) => {
    const day = dayOf(instant, zone);
    return found.find((row) => row.day.date === day) ?? (found[0] && day < found[0].day.date ? found[0] : undefined);
  };
  for (const shift of page.shifts) at(shift.starts_at)?.shifts.push(shift);
  for (const gap of page.gaps) at(gap.begins_at)?.gaps.push(gap);
  return found;
}

const clock = (instant: string, zone: string) => {
  const p = parts(Date.parse(instant), zone);
  return `${p.hour}:${p.minute}`;
};

/**
 * "08:00–18:00", as it is read beside a day; by itself beside that of its begin. `next` stands
 * before an end on the next day; any other day has its date.
 */
export function hours(begins: string, ends: string, zone: string, next: string, beside = dayOf(begins, zone)): string {
  const first = dayOf(begins, zone);
  const last = dayOf(ends, zone);
  const begin = `${first === beside ? "" : `${first.slice(5)} `}${clock(begins, zone)}`;
  const until = clock(ends, zone);
  if (last === beside) return `${begin}–${until}`;
  if (until === "00:00" && last === plus(beside, 1)) return `${begin}–24:00`;
  return `${begin}–${last === plus(beside, 1) ? next : `${last.slice(5)} `}${until}`;
}

/** The names of a duty, in the shift's order. */
export const names = (members: Member[], comma: string): string => members.map((one) => one.name).join(comma);

/** Shifts that the account may ask another to take: its own, which have not begun. */
export const mySwappable = (shift: Shift, now: number): boolean => shift.mine.length > 0 && Date.parse(shift.starts_at) > now;
