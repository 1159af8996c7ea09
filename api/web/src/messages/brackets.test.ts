import { expect, test } from "vitest";

const sources = import.meta.glob(["../**/*.vue", "../**/*.ts", "!../messages/**", "!../**/*.test.ts"], { query: "?raw", import: "default", eager: true }) as Record<string, string>;

test("brackets of Chinese stand in no text that is put together for both languages", () => {
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  // What is said of it in comments, and patterns that look for them, are no texts of the page.
  const found = Object.entries(sources).filter(([, text]) => /（\$?\{|\}）|\}\}（/.test(text));
  expect(found.map(([file]) => file)).toEqual([]);
});
