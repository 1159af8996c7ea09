/** What was typed into a window and not sent: kept in this browser, for each account and incident. */
import type { Sent } from "../api/attempt";

export interface Draft {
  /** When it was typed, in milliseconds. */
  at: number;
  values: Record<string, unknown>;
  /** What was sent and whose answer never came: it goes out again as it was. */
  sent: Sent | null;
}

const PREFIX = "zhiban.draft";
/** After that nobody means it any more. */
const KEPT_MS = 3 * 24 * 3600_000;

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The name of a window's draft; every part may hold any character. */
export function draftKey(account: string, incident: string, window: string): string {
  return [PREFIX, account, incident, window].map(encodeURIComponent).join("/");
}

export class Drafts {
  constructor(
    private readonly store: () => Store,
    private readonly now: () => number,
  ) {}

  read(key: string): Draft | null {
    try {
      const found = JSON.parse(this.store().getItem(key) ?? "null") as Draft | null;
      if (!found || this.now() - found.at <= KEPT_MS) return found;
    } catch {
      // What cannot be read is of no use to anybody.
    }
    this.drop(key);
    return null;
  }

  keep(key: string, values: Draft["values"], sent: Sent | null): void {
    try {
      this.store().setItem(key, JSON.stringify({ at: this.now(), values, sent } satisfies Draft));
    } catch {
      // A browser that forbids storage, or is full, keeps no drafts; the window itself still works.
    }
  }

  drop(key: string): void {
    try {
      this.store().removeItem(key);
    } catch {
      // As above.
    }
  }

  /** The names of the drafts that an account has left in this browser. */
  of(account: string): string[] {
    try {
      const start = `${draftKey(account, "", "").slice(0, -2)}/`;
      return Object.keys(this.store()).filter((key) => key.startsWith(start));
    } catch {
      return [];
    }
  }
}
