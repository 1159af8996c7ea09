import { expect, test } from "vitest";
import { layout, widthOf, type Mark } from "./layout";

const HOUR = 3600_000;
const FROM = Date.parse("2026-11-23T06:00:00Z");
const mark = (hours: number, text = "失联 8"): Mark => ({ at: FROM + hours * HOUR, lane: "facts", shape: "ring", colour: "#000", text });
const of = (marks: Mark[], hours = 10) => layout(marks, [], FROM, FROM + hours * HOUR, 100, 1000);

test("instants stand where they belong on the axis", () => {
  expect(of([mark(0), mark(5)]).marks.map((one) => one.x)).toEqual([100, 600]);
});

test("words that would touch stand in rows of their own, in order of time", () => {
  const { marks, rows } = of([mark(1, "被困五人"), mark(1.1, "失联八人"), mark(3, "遇难一人")]);
  expect(marks.map((one) => one.row)).toEqual([0, 1, 0]);
  expect(rows.facts).toBe(2);
});

test("no words of one row overlap, however many there are", () => {
  const many = Array.from({ length: 400 }, (_, n) => mark((n * 10) / 400, `第 ${n} 次`));
  const { marks, more } = of(many);
  for (const row of new Set(marks.map((one) => one.row))) {
    const spans = marks.filter((one) => one.row === row).map((one) => {
      const long = widthOf(one.text) + 16;
      return one.left ? [one.x - long, one.x] : [one.x, one.x + long];
    });
    spans.slice(1).forEach(([begins], index) => expect(begins).toBeGreaterThanOrEqual(spans[index]![1]!));
  }
  expect(marks.length + more.reduce((sum, one) => sum + one.n, 0)).toBe(400);
});

test("at the right edge the words stand to the left of the mark", () => {
  expect(of([mark(10, "响应结束，转入常态")]).marks[0]!.left).toBe(true);
});

test("a level lasts until the next one, the last until the end", () => {
  const steps = [
    { from: FROM, name: "研判", colour: "grey" },
    { from: FROM + 2 * HOUR, name: "三级响应", colour: "yellow" },
  ];
  const { bands } = layout([], steps, FROM, FROM + 10 * HOUR, 100, 1000);
  expect(bands.map((one) => [one.x, one.width])).toEqual([[100, 200], [300, 800]]);
});

test("ticks are round times of the office and do not touch", () => {
  const { ticks } = of([], 30 * 24);
  expect(ticks.length).toBeGreaterThan(3);
  expect(ticks.every((one) => (one.at + 8 * HOUR) % (24 * HOUR) === 0)).toBe(true);
  ticks.slice(1).forEach((one, index) => expect(one.x - ticks[index]!.x).toBeGreaterThanOrEqual(110));
});

test("an incident of this moment has an axis as well", () => {
  expect(layout([mark(0)], [], FROM, FROM, 100, 1000).marks[0]!.x).toBe(100);
});
