import { afterEach, expect, test, vi } from "vitest";
import { api } from "../api/api";
import type { JournalEvent } from "../api/types";
import { cutBack, forgetJournals, hear, journals, join, loadEarlier, take, unread } from "./journals";

const entries = (...numbers: number[]) => numbers.map((seq) => ({ seq }) as JournalEvent);
const numbers = (found: JournalEvent[] | null) => found?.map((one) => one.seq);

test("a journal begins with its newest entries, in order", () => {
  expect(numbers(join([], entries(8, 7, 9)))).toEqual([7, 8, 9]);
  expect(join([], [])).toBeNull();
});

test("what came after is put behind, once", () => {
  expect(numbers(join(entries(7, 8), entries(8, 9, 10)))).toEqual([7, 8, 9, 10]);
  expect(join(entries(7, 8), entries(8))).toBeNull();
});

test("older entries are put before", () => {
  expect(numbers(join(entries(7, 8), entries(5, 6)))).toEqual([5, 6, 7, 8]);
});

test("nothing is taken that would leave a gap", () => {
  expect(join(entries(7, 8), entries(10))).toBeNull();
  expect(join(entries(7, 8), entries(3, 4))).toBeNull();
});

afterEach(() => {
  forgetJournals();
  vi.restoreAllMocks();
});

const heard = (from: number, to: number) => {
  for (let seq = from; seq <= to; seq++) hear({ incident: "i", seq } as JournalEvent);
};

test("a screen that listens for days does not hold all that it has heard", () => {
  take("i", entries(1));
  heard(2, 10_000);
  const held = journals.get("i")!;
  expect(held.length).toBeLessThanOrEqual(4000);
  expect(held.at(-1)!.seq).toBe(10_000);
  expect(unread("i")).toBe(10_000 - held.length);
});

test("what somebody has read back to is not let go", async () => {
  vi.spyOn(api, "lastEvents").mockResolvedValue(entries(1));
  take("i", entries(2));
  await loadEarlier("i");
  heard(3, 6000);
  expect(journals.get("i")).toHaveLength(6000);
});

test("a journal that was begun anew is read again, whether its end or its first entry shows it", async () => {
  const read = vi.spyOn(api, "lastEvents").mockResolvedValue(entries(1, 2));
  take("i", entries(1, 2, 3, 4));
  cutBack("i", 9);
  expect(numbers(journals.get("i")!)).toEqual([1, 2, 3, 4]);
  cutBack("i", 2);
  expect(journals.get("i")).toEqual([]);
  take("i", entries(1, 2, 3));
  hear({ incident: "i", seq: 1 } as JournalEvent);
  expect(numbers(journals.get("i")!)).toEqual([1]);
  expect(read).not.toHaveBeenCalled();
});
