/** A figure field sends the number that was typed, or nothing and says why. */
import { describe, expect, it, test } from "vitest";
import { readFigure, ruleOf } from "./figure";

const fact = (kind: string, more = {}) => ruleOf({ kind, unit: null, minimum: null, maximum: null, ...more });
const PEOPLE = fact("count", { unit: "人", maximum: 1_000_000 });
const YUAN = fact("money", { unit: "元" });
const PRICE = fact("percent", { unit: "%", minimum: -100, maximum: 1000 });

test.each([
  ["3", 3],
  ["１２", 12],
  ["1,200", 1200],
  ["1，200", 1200],
  ["1 200", 1200],
  [" 12 人", 12],
  ["007", 7],
  ["0", 0],
  ["-0", 0],
])("people: %j is %d", (typed, number) => expect(readFigure(typed, PEOPLE)).toEqual({ number, refusal: null }));

test.each([
  ["-5", -5],
  ["－５％", -5],
  ["−5 %", -5],
  ["-5.25", -5.25],
  ["１２．５", 12.5],
])("a price: %j is %d", (typed, number) => expect(readFigure(typed, PRICE)).toEqual({ number, refusal: null }));

test.each(["", "  ", "　"])("blank %j is not said", (typed) =>
  expect(readFigure(typed, PEOPLE)).toEqual({ number: null, refusal: null }),
);

test.each([
  ["3～5", "figure.range", null],
  ["3-5", "figure.range", null],
  ["3—5", "figure.range", null],
  ["3至5人", "figure.range", null],
  ["三、四", "figure.range", null],
  ["约3～5", "figure.range", null],
  ["约12", "figure.vague", 12],
  ["12左右", "figure.vague", 12],
  ["12余人", "figure.vague", 12],
  ["十几", "figure.vague", null],
  ["数十人", "figure.vague", null],
  ["不到30人", "figure.vague", null],
  ["至少30人", "figure.vague", 30],
  ["三十五", "figure.words", 35],
  ["两千", "figure.words", 2000],
  ["12.0", "figure.whole", 12],
  ["2.5", "figure.whole", null],
  ["-1", "figure.negative", null],
  ["1,20", "figure.groups", null],
  ["1.2.3", "figure.groups", null],
  ["3人死亡", "figure.unreadable", null],
  ["1e3", "figure.unreadable", null],
  ["0x10", "figure.unreadable", null],
  ["-", "figure.unreadable", null],
  ["3,0000万", "figure.unreadable", null],
  ["1000001", "figure.too_large", null],
  ["9999999999999999", "figure.too_long", null],
])("people: %j is refused as %s, meant %s", (typed, why, meant) => {
  const reading = readFigure(typed, PEOPLE);
  expect(reading.number).toBeNull();
  expect([reading.refusal?.why, reading.refusal?.meant]).toEqual([why, meant]);
});

test.each([
  ["约1200万元", "figure.vague", 12_000_000],
  ["1200万", "figure.words", 12_000_000],
  ["１．２亿元", "figure.words", 120_000_000],
  ["1.1亿", "figure.words", 110_000_000],
  ["1亿2000万", "figure.words", 120_000_000],
  ["一万亿元", "figure.words", 1_000_000_000_000],
  ["1,200万元", "figure.words", 12_000_000],
  ["0.00001万", "figure.unreadable", null],
])("yuan: %j is refused as %s, meant %s", (typed, why, meant) => {
  const { number, refusal } = readFigure(typed, YUAN);
  expect([number, refusal?.why, refusal?.meant]).toEqual([null, why, meant]);
});

describe("bounds", () => {
  it("are the plan's, and name what would be right", () => {
    expect(readFigure("-101", PRICE).refusal).toMatchObject({ why: "figure.too_small", names: { least: "-100 %" } });
    expect(readFigure("1001", PRICE).refusal).toMatchObject({ why: "figure.too_large", names: { most: "1,000 %" } });
  });
  it("bind what is suggested too", () => expect(readFigure("约-3", PEOPLE).refusal?.meant).toBeNull());
  it("are absent for a number without any", () => expect(readFigure("-3.5", fact("number")).number).toBe(-3.5));
});
