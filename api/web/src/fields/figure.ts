/** Read a figure as an officer types it: the number that was meant, or why it is none. Pure. */
import type { Key } from "../messages";

/** What numbers a fact allows; null for no bound. */
export interface FigureRule {
  whole: boolean;
  lowest: number | null;
  highest: number | null;
  unit: string;
}

export interface Refusal {
  why: Key;
  /** What the sentence of `why` names. */
  names: Record<string, string>;
  /** The number that was probably meant; null where only the officer can know. */
  meant: number | null;
}

export type Reading = { number: number | null; refusal: null } | { number: null; refusal: Refusal };

interface Fact {
  kind: string;
  unit: string | null;
  minimum: number | null;
  maximum: number | null;
}

const NUMBERS = ["count", "money", "number", "percent"];
export const isNumber = (fact: { kind: string }) => NUMBERS.includes(fact.kind);

/** The rule of a fact: people and money are whole and never negative unless the plan says so. */
export function ruleOf(fact: Fact): FigureRule {
  const whole = fact.kind === "count" || fact.kind === "money";
  return {
    whole,
    lowest: fact.minimum ?? (whole ? 0 : null),
    highest: fact.maximum,
    unit: fact.unit ?? (fact.kind === "percent" ? "%" : fact.kind === "money" ? "元" : ""),
  };
}

/** Groups of three after commas or spaces, or no groups at all. */
const PLAIN = /^[+-]?(\d+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+)(\.\d+)?$/;
const DIGITS = "[\\d零〇一二两三四五六七八九十百千万亿]";
const RANGE = new RegExp(`${DIGITS}\\s*[%元人]?\\s*(~|-|–|—|―|至|到|\\bto\\b)+\\s*${DIGITS}`, "i");
const TWO_IN_WORDS = /[一二两三四五六七八九][、,][一二两三四五六七八九]/;
const VAGUE = /^(约|大约|大概|近|将近|可能|左右|至少|最少|超过|超|共|about|approx\.?|ca\.?|over|>|≥|≈|~)\s*|\s*(左右|上下|余|多)(?=$|[人元户个名%])|\s*(左右|上下|以上)$/gi;
/** Less than a number: how much less, only the officer can know. */
const BELOW = /几|数|不足|不到|最多|以下|以内|under|[<≤]/i;
/** More digits than a number holds exactly would be changed unseen. */
const MOST_DIGITS = 15;

export function readFigure(typed: string, rule: FigureRule): Reading {
  const text = normal(typed);
  if (!text) return { number: null, refusal: null };
  const bare = without(text, normal(rule.unit));
  if (PLAIN.test(bare)) return fitting(Number(bare.replace(/[ ,]/g, "")), bare, rule);
  return { number: null, refusal: unreadable(text, rule) };
}

/** Full-width characters as half-width ones, every minus as "-". */
function normal(typed: string): string {
  return typed.normalize("NFKC").replace(/[−﹣]/g, "-").replace(/[\u00a0\u2009\u202f]/g, " ").trim();
}

const without = (text: string, unit: string) => (unit && text.endsWith(unit) ? text.slice(0, -unit.length).trim() : text);

function fitting(number: number, bare: string, rule: FigureRule): Reading {
  const refuse = (why: Key, names = {}, meant: number | null = null): Reading => ({
    number: null,
    refusal: { why, names, meant },
  });
  if (bare.replace(/\D/g, "").replace(/^0+/, "").length > MOST_DIGITS) return refuse("figure.too_long");
  if (rule.whole && bare.includes(".")) return refuse("figure.whole", {}, Number.isInteger(number) ? number : null);
  if (rule.lowest !== null && number < rule.lowest) {
    return rule.lowest === 0 ? refuse("figure.negative") : refuse("figure.too_small", { least: said(rule.lowest, rule) });
  }
  if (rule.highest !== null && number > rule.highest) return refuse("figure.too_large", { most: said(rule.highest, rule) });
  // "-0" is zero; JSON and the screens know one zero only.
  return { number: number === 0 ? 0 : number, refusal: null };
}

/** A number as the field shows and reads it. */
export function said(number: number, rule: FigureRule): string {
  return `${number.toLocaleString("zh-CN", { maximumFractionDigits: 12 })} ${rule.unit}`.trim();
}

function unreadable(text: string, rule: FigureRule): Refusal {
  if (RANGE.test(text) || TWO_IN_WORDS.test(text)) return { why: "figure.range", names: {}, meant: null };
  const exact = text.replace(VAGUE, "").trim();
  const vague = exact !== text || BELOW.test(text);
  const meant = fits(inWords(without(exact, normal(rule.unit))), rule);
  if (vague) return { why: "figure.vague", names: {}, meant };
  if (/^[+-]?[\d,. ]+$/.test(text)) return { why: "figure.groups", names: {}, meant: null };
  if (meant !== null) return { why: "figure.words", names: {}, meant };
  return { why: "figure.unreadable", names: { typed: text.slice(0, 40) }, meant: null };
}

function fits(number: number | null, rule: FigureRule): number | null {
  if (number === null) return null;
  return fitting(number, String(number), rule).number;
}

const ONES: Record<string, number> = Object.fromEntries(
  [..."零一二三四五六七八九"].map((sign, value) => [sign, value] as const).concat([["〇", 0], ["两", 2]]),
);
const SMALL: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const LARGE: Record<string, number> = { 万: 1e4, 亿: 1e8 };

/** "1200万", "1亿2000万", "三十五": the number, or null. A digit left over counts as it stands. */
function inWords(text: string): number | null {
  const parts = text.match(/\d[\d,]*(\.\d+)?|[零〇一二两三四五六七八九十百千万亿]/g);
  const sign = text.startsWith("-") ? -1 : 1;
  if (!parts || parts.join("") !== text.replace(/^[+-]/, "").replace(/ /g, "")) return null;
  let whole = 0;
  let section = 0;
  let digit: number | null = null;
  for (const part of parts) {
    if (part in SMALL) {
      section += (digit ?? 1) * SMALL[part]!;
      digit = null;
    } else if (part in LARGE) {
      // 1万亿: what stands before is multiplied as a whole.
      const before = section + (digit ?? 0);
      whole = LARGE[part] === 1e8 && whole ? (whole + before) * 1e8 : whole + (before || 1) * LARGE[part]!;
      section = 0;
      digit = null;
    } else if (part in ONES) {
      if (digit !== null && digit !== 0) return null;
      digit = ONES[part]!;
    } else {
      if (digit !== null || !PLAIN.test(part)) return null;
      digit = Number(part.replace(/,/g, ""));
    }
  }
  // 1.2 times 1e8 leaves a rest in the last bits.
  return sign * Number((whole + section + (digit ?? 0)).toPrecision(MOST_DIGITS));
}
