/** Countdowns and instants, pure: what is left until a due instant, by the server's time. */

export interface Left {
  /** Whole seconds until the instant; negative once it has passed. */
  seconds: number;
  past: boolean;
  /** "2 天 03:04:05", "03:04:05" or "04:05", without a sign. */
  clock: string;
  days: number;
}

/** What is left at `now` (milliseconds) until `due` (RFC 3339). */
export function left(due: string, now: number): Left {
  const exact = (Date.parse(due) - now) / 1000;
  // A report is on time up to and including the due second: zero is not past.
  const past = exact < 0;
  const seconds = past ? -Math.ceil(-exact) : Math.ceil(exact);
  const whole = Math.abs(seconds);
  const days = Math.floor(whole / 86400);
  const hours = Math.floor((whole % 86400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${two(minutes)}:${two(whole % 60)}`;
  return { seconds, past, days, clock: hours || days ? `${two(hours)}:${rest}` : rest };
}

/** "36:04:05": days as hours, where two figures are enough for them; null for more. */
export function clockUpTo99({ days, clock }: Left): string | null {
  if (!days) return clock;
  const hours = days * 24 + Number(clock.slice(0, 2));
  return hours > 99 ? null : `${hours}${clock.slice(2)}`;
}

/** How pressing it is: drives colour, which is never the only sign. */
export function urgency(remaining: Left): "past" | "soon" | "near" | "far" {
  if (remaining.past) return "past";
  if (remaining.seconds <= 30 * 60) return "soon";
  return remaining.seconds <= 2 * 3600 ? "near" : "far";
}

const two = (n: number) => String(n).padStart(2, "0");

/** Maps the server's clock onto a steady local one (such as `performance.now()`). */
export class ServerClock {
  private server = 0;
  private local = 0;
  private rate = 1;
  known = false;

  constructor(private readonly steady: () => number) {}

  /** The server said that it is `instant` now, and runs at `rate` times real time. */
  heard(instant: string, rate?: number): void {
    const at = Date.parse(instant);
    if (Number.isNaN(at)) return;
    if (rate !== undefined) this.rate = rate;
    else if (this.known) this.rate = this.measured(at);
    this.server = at;
    this.local = this.steady();
    this.known = true;
  }

  /** The steady clock stood still for so long while the machine slept. */
  slept(milliseconds: number): void {
    this.local -= milliseconds;
  }

  /** The server's time in milliseconds. */
  now(): number {
    return this.server + (this.steady() - this.local) * this.rate;
  }

  /** A rate clearly away from the assumed one, over an interval long enough to tell. */
  private measured(at: number): number {
    const elapsed = this.steady() - this.local;
    if (elapsed < 1000) return this.rate;
    const seen = (at - this.server) / elapsed;
    return Math.abs(seen - this.rate) < 0.1 * Math.max(this.rate, 1) ? this.rate : seen;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, found);
  }
  return found;
}

/** The wall-clock parts of an instant in a zone. */
export function parts(instant: number, zone: string): Record<string, string> {
  return Object.fromEntries(format(zone).formatToParts(instant).map((p) => [p.type, p.value]));
}

/** "2026-11-23T13:45", what an `<input type="datetime-local">` holds, in `zone`. */
export function toField(instant: number, zone: string): string {
  const p = parts(instant, zone);
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

/** The instant of such a field in `zone`, as RFC 3339 with its offset; null if unreadable. */
export function fromField(field: string, zone: string): string | null {
  // Years of other lengths come back from the zone's calendar in a form that cannot be read.
  if (!/^[1-9]\d{3}-/.test(field)) return null;
  const naive = Date.parse(`${field}Z`);
  if (Number.isNaN(naive)) return null;
  const offset = offsetMinutes(naive - offsetMinutes(naive, zone) * 60000, zone);
  const sign = offset < 0 ? "-" : "+";
  const size = Math.abs(offset);
  const full = field.length === 16 ? `${field}:00` : field;
  return `${full}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function offsetMinutes(instant: number, zone: string): number {
  const p = parts(instant, zone);
  const asUtc = Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}Z`);
  return Math.round((asUtc - Math.floor(instant / 1000) * 1000) / 60000);
}
