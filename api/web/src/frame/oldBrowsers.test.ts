/** The page calls nothing that Chromium 109 lacks: a build replaces new syntax, never a missing method. */
import { expect, test } from "vitest";

const SOURCES = import.meta.glob<string>("../**/*.{ts,vue}", { query: "?raw", import: "default", eager: true });

/** What came after Chromium 109, and the form in which it is called. */
const MISSING: [string, RegExp][] = [
  ["Array.toReversed, toSorted, toSpliced (110)", /\.(toReversed|toSorted|toSpliced)\b/],
  ["Array.with (110)", /\.with\(/],
  ["Object.groupBy, Map.groupBy (117)", /\bgroupBy\b/],
  ["Array.fromAsync (121)", /\bfromAsync\b/],
  ["Promise.withResolvers (119), Promise.try (128)", /\bPromise\s*\.\s*(withResolvers|try)\b/],
  ["methods of sets (122)", /\.(union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/],
  ["helpers of iterators (122)", /\.(values|keys|entries)\(\)\s*\.\s*(map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\b/],
  ["String.isWellFormed (111)", /\.(isWellFormed|toWellFormed)\b/],
  ["AbortSignal.any (116)", /\bAbortSignal\s*\.\s*any\b/],
  ["URL.canParse (120), URL.parse (126)", /\bURL\s*\.\s*(canParse|parse)\b/],
  ["ArrayBuffer.transfer (114)", /\.transfer\(/],
];

const own = Object.entries(SOURCES).filter(([name]) => !name.endsWith(".test.ts") && !name.endsWith("api-types.ts"));

test("there are sources to look at", () => expect(own.length).toBeGreaterThan(60));

test.each(MISSING)("no %s", (_, form) => {
  const found = own.filter(([, text]) => form.test(text)).map(([name]) => name);
  expect(found).toEqual([]);
});

test.each([
  "entries.toReversed()",
  "list.with(0, x)",
  "Object.groupBy(a, b)",
  "Promise.withResolvers()",
  "seen.union(other)",
  "map.values().map(f)",
])("%s would be found", (text) => expect(MISSING.some(([, form]) => form.test(text))).toBe(true));
