/**
 * Remarks that are not on the server yet. Each has its instant and a key of its own, so it is sent
 * again after a lost answer, a reload or a night without a network, and is written once.
 */
import type { Problem } from "../api/problem";

export interface WaitingRemark {
  key: string;
  /** The account that wrote it: nobody else's sign-in sends it. */
  by: string;
  /** The incident; null: the drill as a whole. */
  incident: string | null;
  at: string;
  text: string;
  number: string | null;
  /** Why the server refuses it; null while nobody has refused it. */
  refused: string | null;
}

const KEPT = "zhiban.remarks";
type Box = Pick<Storage, "getItem" | "setItem">;
type Send = (remark: WaitingRemark) => Promise<unknown>;

export class RemarkQueue {
  constructor(private readonly box: Box) {}

  all(): WaitingRemark[] {
    try {
      const kept = JSON.parse(this.box.getItem(KEPT) ?? "[]") as unknown;
      return Array.isArray(kept) ? (kept as WaitingRemark[]) : [];
    } catch {
      return [];
    }
  }

  of(by: string): WaitingRemark[] {
    return this.all().filter((one) => one.by === by);
  }

  add(remark: WaitingRemark): void {
    this.#keep([...this.all(), remark]);
  }

  remove(key: string): void {
    this.#keep(this.all().filter((one) => one.key !== key));
  }

  /**
   * Send what waits, in order, until the server cannot be reached; how many were taken. One that
   * the server refuses stays with its reason, and the next is tried.
   */
  async flush(by: string, send: Send, asProblem: (error: unknown) => Problem): Promise<number> {
    let taken = 0;
    for (const one of this.of(by)) {
      if (one.refused) continue;
      try {
        await send(one);
        this.remove(one.key);
        taken++;
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status < 400 || problem.status >= 500 || [401, 408, 429].includes(problem.status)) return taken;
        this.#keep(this.all().map((kept) => (kept.key === one.key ? { ...kept, refused: problem.message } : kept)));
      }
    }
    return taken;
  }

  #keep(remarks: WaitingRemark[]): void {
    this.box.setItem(KEPT, JSON.stringify(remarks));
  }
}

/** A key that no other remark has; old browsers on plain HTTP have no `randomUUID`. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
}
