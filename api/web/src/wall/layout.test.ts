/** Every number of incidents on every screen: nothing overlaps, nothing is cut, nobody is left out. */
import { describe, expect, test } from "vitest";
import { LEAST, layoutOf, type Box, type Cell, type Layout } from "./layout";
import { unit } from "./sizes";

const SCREENS: Record<string, [number, number]> = {
  "1080p": [1920, 1080],
  "4K": [3840, 2160],
  office: [1366, 768],
  upright: [1080, 1920],
  "under a sign": [1920, 900],
};
const COUNTS = Array.from({ length: 300 }, (_, at) => at + 1);
const ROUNDING = 0.01;

const on = (count: number, [width, height]: [number, number], map: boolean, legend = false): Layout =>
  layoutOf({ count, width, height, u: unit({ width, height: Math.max(height, 768), inch: 55, distance: 6 }), map, legend });

const apart = (a: Box, b: Box) =>
  a.x + a.w <= b.x + ROUNDING || b.x + b.w <= a.x + ROUNDING || a.y + a.h <= b.y + ROUNDING || b.y + b.h <= a.y + ROUNDING;
const size = ({ w, h }: Box) => w * h;

function faults(layout: Layout, count: number, width: number, height: number): string[] {
  const wrong: string[] = [];
  const area: Box = { x: 0, y: 0, w: width, h: height - layout.head - layout.foot };
  const seen = new Set<number>();
  for (const [number, cells] of layout.pages.entries()) {
    const boxes = [...cells.map((cell) => cell.box), ...(layout.map ? [layout.map] : [])];
    boxes.forEach((box, at) => {
      if (box.x < 0 || box.y < 0 || box.x + box.w > area.w + ROUNDING || box.y + box.h > area.h + ROUNDING) wrong.push(`${number}: ${at} sticks out`);
      for (const other of boxes.slice(at + 1)) if (!apart(box, other)) wrong.push(`${number}: ${at} overlaps`);
    });
    for (const { kind, box } of cells) {
      const { w, h } = LEAST[kind];
      if (box.w < w * layout.u - ROUNDING || box.h < h * layout.u - ROUNDING) wrong.push(`${number}: a ${kind} is too small`);
    }
    for (let gravest = 0; gravest < layout.pinned; gravest += 1) if (cells[gravest]?.index !== gravest) wrong.push(`${number}: the gravest are not on it`);
    cells.forEach((cell) => seen.add(cell.index));
  }
  if (seen.size !== count) wrong.push(`${seen.size} of ${count} are shown`);
  return wrong;
}

describe.each(Object.entries(SCREENS))("%s", (_, screen) => {
  test.each([[false, false], [true, false], [false, true], [true, true]])("1 to 300 incidents, map %s, legend %s", (map, legend) => {
    const wrong = COUNTS.flatMap((count) => faults(on(count, screen, map, legend), count, ...screen).map((fault) => `${count}: ${fault}`));
    expect(wrong).toEqual([]);
  });
});

const covered = (cells: Cell[]) => cells.reduce((sum, cell) => sum + size(cell.box), 0);

test.each(["1080p", "4K"])("1 to 60 incidents fill %s on every page", (name) => {
  const screen = SCREENS[name]!;
  for (const count of COUNTS.slice(0, 60)) {
    const layout = on(count, screen, false);
    const area = screen[0] * (screen[1] - layout.head - layout.foot);
    for (const cells of layout.pages) expect(covered(cells) / area, `${count} incidents`).toBeGreaterThan(0.87);
  }
});

test.each(["1080p", "4K", "office"])("letters on %s are as large as was asked for", (name) => {
  const [width, height] = SCREENS[name]!;
  const u = unit({ width, height, inch: 55, distance: 6 });
  for (const count of COUNTS) expect(on(count, [width, height], true).u).toBe(u);
});

test("the same wall has as large letters on the glass at 1080p and at 4K", () => {
  const small = on(30, SCREENS["1080p"]!, true);
  const large = on(30, SCREENS["4K"]!, true);
  expect(large.u / small.u).toBeCloseTo(2, 6);
  expect(large.pages.length).toBe(small.pages.length);
});

test("few incidents share the screen as offices expect", () => {
  const rows = (count: number) => {
    const tops = on(count, SCREENS["1080p"]!, false).pages[0]!.map((cell) => Math.round(cell.box.y));
    return [...new Set(tops)].map((top) => tops.filter((one) => one === top).length);
  };
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(rows)).toEqual([[1], [2], [1, 2], [2, 2], [2, 3], [3, 3], [2, 2, 3], [2, 3, 3], [3, 3, 3]]);
});

test("thirty incidents take three pages, and the two gravest stand on both as tiles", () => {
  const { pages, pinned } = on(30, SCREENS["1080p"]!, false);
  expect(pages.length).toBe(3);
  expect(pinned).toBe(2);
  for (const cells of pages) expect(cells.slice(0, 2).map((cell) => [cell.index, cell.kind])).toEqual([[0, "tile"], [1, "tile"]]);
});

test("a screen that is too small for its distance has smaller letters, never cut ones", () => {
  const layout = layoutOf({ count: 5, width: 1366, height: 768, u: unit({ width: 1366, height: 768, inch: 15, distance: 6 }), map: true, legend: true });
  expect(faults(layout, 5, 1366, 768)).toEqual([]);
});

test("an empty wall has no cells", () => expect(on(0, SCREENS["1080p"]!, false).pages).toEqual([[]]));
