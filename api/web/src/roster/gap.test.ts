import { expect, test } from "vitest";
import { goesOn } from "./gap";

const NOW = Date.parse("2026-11-30T10:50:00Z");

test("a gap up to the end of the look has no known end", () => {
  expect(goesOn("2026-12-01T10:49:10Z", NOW)).toBe(true);
  expect(goesOn("2026-12-01T08:00:00Z", NOW)).toBe(false);
});
