/**
 * What all tabs of a browser know of the bell: what has rung, what somebody has taken note of,
 * until when it is silent and who said so. Kept in the browser, so that a reload rings nothing anew
 * and two tabs ring once.
 */
export interface Silence {
  /** The server's time, in milliseconds. */
  until: number;
  by: string;
}

export interface Settings {
  on: boolean;
  exercises: boolean;
  minutes: number;
}

interface Mark {
  /** When it rang last, by the server's time. */
  at: number;
  noted: boolean;
}

export const DEFAULTS: Settings = { on: true, exercises: false, minutes: 10 };
export const MINUTES = [5, 10, 15, 30, 60];
/** What nobody has taken note of rings again. */
export const AGAIN_MS = 2 * 60_000;
/** Marks of what has long been over are forgotten. */
const KEPT_MS = 14 * 24 * 3600_000;
const PREFIX = "zhiban.alarm.";

/** `localStorage`, or what a test gives; one that forbids everything makes the bell forget. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class AlarmMemory {
  constructor(private readonly store: () => Store) {}

  settings(): Settings {
    const kept = this.read<Partial<Settings>>("settings") ?? {};
    return { ...DEFAULTS, ...kept, minutes: MINUTES.includes(Number(kept.minutes)) ? Number(kept.minutes) : DEFAULTS.minutes };
  }

  keepSettings(settings: Settings): void {
    this.write("settings", settings);
  }

  /** Null when the bell may ring. */
  silence(now: number): Silence | null {
    const kept = this.read<Silence>("silence");
    return kept && kept.until > now ? kept : null;
  }

  keepSilence(silence: Silence | null): void {
    this.write("silence", silence);
  }

  /** What somebody has taken note of. The store is read once, however many keys are asked for. */
  noted(account: string): (key: string) => boolean {
    const marks = this.marks(account);
    return (key) => marks[key]?.noted ?? false;
  }

  /** Of these the ones that have to ring now; they count as rung. */
  claim(account: string, keys: string[], now: number): string[] {
    const marks = this.marks(account);
    const due = keys.filter((key) => {
      const mark = marks[key];
      return !mark || (!mark.noted && now - mark.at >= AGAIN_MS);
    });
    if (due.length) this.keep(account, marks, due.map((key) => [key, { at: now, noted: false }]), now);
    return due;
  }

  /** Somebody has seen these. */
  note(account: string, keys: string[], now: number): void {
    this.keep(account, this.marks(account), keys.map((key) => [key, { at: now, noted: true }]), now);
  }

  private keep(account: string, marks: Record<string, Mark>, put: [string, Mark][], now: number): void {
    const recent = Object.entries(marks).filter(([, mark]) => now - mark.at < KEPT_MS);
    this.write(`marks.${account}`, Object.fromEntries([...recent, ...put]));
  }

  private marks(account: string): Record<string, Mark> {
    return this.read<Record<string, Mark>>(`marks.${account}`) ?? {};
  }

  private read<T>(name: string): T | null {
    try {
      return JSON.parse(this.store().getItem(PREFIX + name) ?? "null") as T | null;
    } catch {
      return null;
    }
  }

  private write(name: string, value: unknown): void {
    try {
      if (value === null) this.store().removeItem(PREFIX + name);
      else this.store().setItem(PREFIX + name, JSON.stringify(value));
    } catch {
      // A browser that forbids storage: the bell rings, and forgets that it did.
    }
  }
}
