/**
 * Scores that are not on the server yet. The last one of an item counts, so a second press takes
 * the place of the first; like remarks they wait over a reload and a night without a network.
 */
import type { Problem } from "../api/problem";

export interface WaitingScore {
  by: string;
  /** The incident; null: the drill as a whole. */
  incident: string | null;
  sheet: string;
  number: string;
  points: number | null;
  note: string;
  /** Why the server refuses it; null while nobody has refused it. */
  refused: string | null;
}

const KEPT = "zhiban.scores";
type Box = Pick<Storage, "getItem" | "setItem">;
type Send = (score: WaitingScore) => Promise<unknown>;
type Item = Pick<WaitingScore, "by" | "incident" | "sheet" | "number">;

const same = (one: Item, other: Item) => one.by === other.by && one.incident === other.incident && one.sheet === other.sheet && one.number === other.number;

export class ScoreQueue {
  constructor(private readonly box: Box) {}

  all(): WaitingScore[] {
    try {
      const kept = JSON.parse(this.box.getItem(KEPT) ?? "[]") as unknown;
      return Array.isArray(kept) ? (kept as WaitingScore[]) : [];
    } catch {
      return [];
    }
  }

  of(by: string): WaitingScore[] {
    return this.all().filter((one) => one.by === by);
  }

  put(score: WaitingScore): void {
    this.#keep([...this.all().filter((one) => !same(one, score)), score]);
  }

  remove(score: Item): void {
    this.#keep(this.all().filter((one) => !same(one, score)));
  }

  /** Send what waits until the server cannot be reached. What was pressed meanwhile stays. */
  async flush(by: string, send: Send, asProblem: (error: unknown) => Problem): Promise<void> {
    for (const one of this.of(by)) {
      if (one.refused) continue;
      try {
        await send(one);
        this.#settle(one, null);
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status < 400 || problem.status >= 500 || [401, 408, 429].includes(problem.status)) return;
        this.#settle(one, problem.message);
      }
    }
  }

  /** Take out what was sent, or note why it was refused, unless another press has replaced it. */
  #settle(sent: WaitingScore, refused: string | null): void {
    const as = (one: WaitingScore) => same(one, sent) && one.points === sent.points && one.note === sent.note;
    const all = this.all();
    this.#keep(refused === null ? all.filter((one) => !as(one)) : all.map((one) => (as(one) ? { ...one, refused } : one)));
  }

  #keep(scores: WaitingScore[]): void {
    this.box.setItem(KEPT, JSON.stringify(scores));
  }
}
