import { expect, test } from "vitest";
import type { LogEntry } from "../api/types";
import { asked, writtenLate } from "./log";

test("days are whole days of the office, the last one included", () => {
  expect(asked({ words: " 雨 ", kind: "weather", from: "2026-11-29", to: "2026-11-30" })).toEqual({
    q: "雨", kind: "weather", since: "2026-11-28T16:00:00.000Z", until: "2026-11-30T16:00:00.000Z",
  });
  expect(asked({ words: " ", kind: "", from: "", to: "" })).toEqual({});
});

test("what was written a minute later says so", () => {
  const entry = (happened: string, written: string) => ({ happened_at: happened, written_at: written }) as LogEntry;
  expect(writtenLate(entry("2026-11-30T08:00:00Z", "2026-11-30T08:00:30Z"))).toBe(false);
  expect(writtenLate(entry("2026-11-30T08:00:00Z", "2026-11-30T08:20:00Z"))).toBe(true);
});
