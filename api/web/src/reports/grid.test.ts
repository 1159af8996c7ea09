import { expect, it } from "vitest";
import { target } from "./grid";

const lengths = [17, 0, 2];

it("moves within a row and stays at its edges", () => {
  expect(target(lengths, 0, 3, "ArrowRight")).toEqual([0, 4]);
  expect(target(lengths, 0, 16, "ArrowRight")).toEqual([0, 16]);
  expect(target(lengths, 0, 0, "ArrowLeft")).toEqual([0, 0]);
  expect([target(lengths, 0, 3, "Home"), target(lengths, 0, 3, "End")]).toEqual([[0, 0], [0, 16]]);
});

it("passes over a row without cells, and takes the nearest column of a shorter one", () => {
  expect(target(lengths, 0, 9, "ArrowDown")).toEqual([2, 1]);
  expect(target(lengths, 2, 1, "ArrowUp")).toEqual([0, 1]);
});

it("stays where there is no further row", () => {
  expect(target(lengths, 2, 1, "ArrowDown")).toEqual([2, 1]);
  expect(target(lengths, 0, 9, "ArrowUp")).toEqual([0, 9]);
});
