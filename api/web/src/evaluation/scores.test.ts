import { describe, expect, it } from "vitest";
import { asProblem, Problem } from "../api/problem";
import { ScoreQueue, type WaitingScore } from "./scores";

function box(kept: Record<string, string> = {}) {
  return { getItem: (key: string) => kept[key] ?? null, setItem: (key: string, value: string) => void (kept[key] = value) };
}
const score = (number: string, points: number | null, more: Partial<WaitingScore> = {}): WaitingScore => ({
  by: "he", incident: "x", sheet: "a2", number, points, note: "", refused: null, ...more,
});

describe("scores that wait", () => {
  it("keep the last press of an item, over a reload and without a network", async () => {
    const kept = {};
    const queue = new ScoreQueue(box(kept));
    for (const points of [1, 5]) queue.put(score("3", points));
    queue.put(score("4", null, { note: "没有演到" }));
    const offline = async () => { throw new Problem(0, {}, "no network"); };
    await new ScoreQueue(box(kept)).flush("he", offline, asProblem);
    expect(queue.all()).toEqual([score("3", 5), score("4", null, { note: "没有演到" })]);
    const sent: unknown[] = [];
    await queue.flush("he", async (one) => void sent.push([one.number, one.points]), asProblem);
    expect(sent).toEqual([["3", 5], ["4", null]]);
    expect(queue.all()).toEqual([]);
  });

  it("do not lose a press that came while the one before it was on its way", async () => {
    const queue = new ScoreQueue(box());
    queue.put(score("3", 1));
    await queue.flush("he", async () => queue.put(score("3", 5)), asProblem);
    expect(queue.all()).toEqual([score("3", 5)]);
  });

  it("keep a refused one with its reason, and send the next", async () => {
    const queue = new ScoreQueue(box());
    queue.put(score("99", 1));
    queue.put(score("3", 1));
    const refuses = async (one: WaitingScore) => { if (one.number === "99") throw new Problem(422, {}, "no such item"); };
    await queue.flush("he", refuses, asProblem);
    expect(queue.all()).toEqual([score("99", 1, { refused: "no such item" })]);
    queue.remove(score("99", 1));
    expect(queue.all()).toEqual([]);
  });

  it("are of their own account, item, sheet and subject", async () => {
    const queue = new ScoreQueue(box({ "zhiban.scores": "{" }));
    queue.put(score("3", 1));
    queue.put(score("3", 3, { incident: null }));
    queue.put(score("3", 5, { by: "li" }));
    queue.put(score("3", 0, { sheet: "b1" }));
    expect(queue.all()).toHaveLength(4);
    expect(queue.of("li")).toHaveLength(1);
    expect(await queue.flush("wang", async () => undefined, asProblem)).toBeUndefined();
    expect(queue.all()).toHaveLength(4);
  });
});
