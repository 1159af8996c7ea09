/**
 * The last link of the server's chain that this browser was shown, and whether what it is shown
 * now extends it. The chain covers every entry of every journal. After each subscription the
 * server says what stands at the remembered position; until that fits, nothing newer is
 * remembered. Another server's id starts anew.
 */
import type { ContinuationState, JournalEnd } from "../api/types";

/** Where the memory outlives the page; tests give their own. */
export interface Keeper {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

interface ChainFrame {
  type: string;
  journal?: JournalEnd | null;
  continuation?: ContinuationState | null;
  [more: string]: unknown;
}

const KEY = "zhiban.chain.";

export class ChainMemory {
  private server = "";
  private seen: JournalEnd | null = null;
  private fits = true;

  /** `tell` gets the remembered link that the server does not hold any more, null when all is well. */
  constructor(
    private readonly tell: (broken: JournalEnd | null) => void,
    private readonly keeper: () => Keeper | null = browserKeeper,
  ) {}

  /** The position that the server is to be asked about. */
  ask(): number | null {
    if (this.seen) this.fits = false;
    return this.seen?.position ?? null;
  }

  hear(frame: ChainFrame): void {
    // Of a new connection nothing counts before the server has answered.
    if (frame.type === "hello") this.fits = !this.seen;
    if (frame.type === "journal") this.answer(frame as unknown as JournalEnd);
    const journal = frame.journal;
    if (!journal) return;
    if (journal.server !== this.server) this.begin(journal.server);
    if (!this.seen) this.keep(journal);
    else if (journal.position === this.seen.position && journal.hash !== this.seen.hash) this.broken();
    else if (this.fits && journal.position > this.seen.position) this.keep(journal);
  }

  /** A person has told somebody: what is shown from now on is remembered. */
  accept(): void {
    this.seen = null;
    this.fits = true;
    this.tell(null);
  }

  private begin(server: string): void {
    this.server = server;
    this.seen = read(this.keeper(), server);
    this.fits = !this.seen;
    this.tell(null);
  }

  private answer(held: JournalEnd): void {
    if (!this.seen || held.server !== this.server || held.position !== this.seen.position) return;
    if (held.hash === this.seen.hash) {
      this.fits = true;
      this.tell(null);
    } else if (held.losses > this.seen.losses) this.accept();
    else this.broken();
  }

  private broken(): void {
    this.fits = false;
    this.tell(this.seen);
  }

  private keep(journal: JournalEnd): void {
    this.seen = journal;
    try {
      this.keeper()?.setItem(KEY + journal.server, JSON.stringify(journal));
    } catch {
      // A full or forbidden store: this page still remembers.
    }
  }
}

function read(keeper: Keeper | null, server: string): JournalEnd | null {
  try {
    const found = JSON.parse(keeper?.getItem(KEY + server) ?? "null") as JournalEnd | null;
    return found && found.server === server && found.position > 0 && found.hash && found.losses >= 0 ? found : null;
  } catch {
    return null;
  }
}

function browserKeeper(): Keeper | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
