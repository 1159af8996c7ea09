import { expect, test } from "vitest";
import type { JournalEvent } from "../api/types";
import { join } from "./journals";

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
