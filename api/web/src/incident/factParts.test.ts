import { expect, test } from "vitest";
import type { Figure } from "../api/types";
import { parts, without } from "./factParts";

const figure = (value: unknown, source: string) => ({ value, source }) as Figure;
const FIGURES = { trapped: figure(5, "矿调度室"), deaths: figure(0, "矿调度室"), injured: figure(4, "医院") };

test("a new figure beside a corrected one goes out apart", () => {
  expect(parts({ trapped: 3, missing: 2 }, FIGURES, "矿调度室")).toEqual({ corrected: { trapped: 3 }, fresh: { missing: 2 } });
});

test("a figure of the same source that was too small is corrected too, one of another source is new", () => {
  expect(parts({ trapped: 3, deaths: 1, injured: 6 }, FIGURES, "矿调度室")).toEqual({
    corrected: { trapped: 3, deaths: 1 }, fresh: { injured: 6 },
  });
});

test("a lowered figure of another source is left to the server, which names who may correct it", () => {
  expect(parts({ injured: 2 }, FIGURES, "矿调度室").corrected).toEqual({ injured: 2 });
});

test("a figure that stays as it was is nothing to correct", () => {
  expect(parts({ trapped: 3, deaths: 0 }, FIGURES, "").fresh).toEqual({ deaths: 0 });
});

test("what has gone out is no more in the form", () => {
  expect(without({ trapped: 3, missing: 2 }, { trapped: 3 })).toEqual({ missing: 2 });
});
