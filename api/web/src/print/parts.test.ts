import { expect, it } from "vitest";
import { PART, partsOf } from "./parts";

it("keeps every entry, in order, none twice", () => {
  const all = Array.from({ length: 2 * PART + 1 }, (_, index) => index);
  const parts = partsOf(all);
  expect(parts.map((one) => one.length)).toEqual([PART, PART, 1]);
  expect(parts.flat()).toEqual(all);
  expect(partsOf([])).toEqual([]);
});
