/**
 * Where the incidents stand on the wall: from how many there are and how large the wall is. Pure;
 * nothing is measured on the page.
 *
 * Few stand in rows of equal tiles, the gravest in the shorter, hence wider, rows. More than can
 * be read at once: the two gravest stand on every page, the others below them as lines of one
 * height, on as many pages as it takes.
 */

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Cell {
  /** Which incident, in the order of their gravity. */
  index: number;
  box: Box;
  kind: "tile" | "line";
}

export interface Layout {
  /** One millimetre at six metres, in CSS pixels; less where the wall is too small for it. */
  u: number;
  /** Heights of the strips above and below. */
  head: number;
  foot: number;
  gap: number;
  map: Box | null;
  /** Boxes are counted from the corner of what lies between the strips. */
  pages: Cell[][];
  /** How many stand on every page. */
  pinned: number;
}

export interface Asked {
  count: number;
  width: number;
  height: number;
  /** One millimetre at six metres, in CSS pixels. */
  u: number;
  /** The picture of the divisions is shown. */
  map: boolean;
  /** The legend is shown. */
  legend: boolean;
}

/** In `u`. The least that a tile, a line or a column of lines can be read at. */
export const LEAST = { tile: { w: 380, h: 178 }, line: { w: 540, h: 62 }, map: { w: 370, h: 330 } } as const;
/** A line may be so high. */
const HIGHEST_LINE = 78;
const STRIP = { head: 50, foot: 34, legend: 26 };
const GAP = 7;
const PINNED = 2;
/** In `u`, height of the gravest above the lines: the end of a long title has room. */
const PINNED_HIGH = 200;
/** Tiles look best so much wider than high. */
const SHAPE = 2;

export function layoutOf(asked: Asked): Layout {
  const { width, height, count } = asked;
  const strips = STRIP.head + STRIP.foot + (asked.legend ? STRIP.legend : 0);
  // Where not even one tile has room, everything is smaller.
  const u = Math.min(asked.u, width / (LEAST.tile.w + 4 * GAP), height / (LEAST.tile.h + strips + 4 * GAP));
  const gap = GAP * u;
  const head = STRIP.head * u;
  const foot = (strips - STRIP.head) * u;
  const whole: Box = { x: gap, y: gap / 2, w: width - 2 * gap, h: height - head - foot - gap };
  const { area, map } = asked.map ? beside(whole, u, gap) : { area: whole, map: null };
  const rows = rowsFor(count, area, u);
  const pages = rows ? [tiles(area, rows, gap)] : paged(count, area, u, gap);
  const pinned = pages.length === 1 ? count : pages[0]!.length === 1 ? 0 : PINNED;
  return { u, head, foot, gap, map, pages, pinned };
}

/** The picture at the right, or below on an upright screen; none where it has no room. */
function beside(whole: Box, u: number, gap: number): { area: Box; map: Box | null } {
  const { x, y, w, h } = whole;
  if (w >= h) {
    const wide = Math.max(LEAST.map.w * u, 0.33 * w);
    if (w - wide - gap < LEAST.tile.w * u || h < LEAST.map.h * u) return { area: whole, map: null };
    return { area: { x, y, w: w - wide - gap, h }, map: { x: x + w - wide, y, w: wide, h } };
  }
  const high = Math.max(LEAST.map.h * u, 0.3 * h);
  if (h - high - gap < LEAST.tile.h * u || w < LEAST.map.w * u) return { area: whole, map: null };
  return { area: { x, y, w, h: h - high - gap }, map: { x, y: y + h - high, w, h: high } };
}

/** How many tiles stand in each row, from the top; null where they are too many to be read. */
function rowsFor(count: number, { w, h }: Box, u: number): number[] | null {
  if (count === 0) return [];
  const across = Math.max(1, Math.floor(w / (LEAST.tile.w * u)));
  const down = Math.max(1, Math.floor(h / ((LEAST.tile.h + GAP) * u)));
  let best: { rows: number; bad: number } | null = null;
  for (let rows = 1; rows <= Math.min(down, count); rows += 1) {
    if (Math.ceil(count / rows) > across) continue;
    const bad = Math.abs(Math.log(w / (count / rows) / (h / rows) / SHAPE));
    if (!best || bad < best.bad) best = { rows, bad };
  }
  if (!best) return null;
  const { rows } = best;
  const least = Math.floor(count / rows);
  const more = count % rows;
  return Array.from({ length: rows }, (_, row) => least + (row >= rows - more ? 1 : 0));
}

function tiles(area: Box, rows: number[], gap: number): Cell[] {
  const found: Cell[] = [];
  const h = (area.h - gap * (rows.length - 1)) / rows.length;
  rows.forEach((across, row) => {
    const w = (area.w - gap * (across - 1)) / across;
    for (let at = 0; at < across; at += 1) {
      const box = { x: area.x + at * (w + gap), y: area.y + row * (h + gap), w, h };
      found.push({ index: found.length, box, kind: "tile" });
    }
  });
  return found;
}

/** The gravest as tiles on every page, the others as lines, shared out evenly. */
function paged(count: number, area: Box, u: number, gap: number): Cell[][] {
  const across = Math.max(1, Math.floor(area.w / (LEAST.line.w * u)));
  const beside = Math.max(1, Math.min(PINNED, Math.floor(area.w / (LEAST.tile.w * u))));
  const tileRows = Math.ceil(PINNED / beside);
  const between = gap / 2;
  const least = tileRows * (PINNED_HIGH * u + gap);
  const most = Math.floor((area.h - least + between) / (LEAST.line.h * u + between));
  if (most < 1) return crowded(count, area);
  const others = count - PINNED;
  const pages = Math.ceil(others / (most * across));
  /** Pages are alike to one line. */
  const first = (page: number) => Math.floor((page * others) / pages);
  const rows = Math.ceil(Math.ceil(others / pages) / across);
  const high = Math.min(HIGHEST_LINE * u, (area.h - least + between) / rows - between);
  const top = area.h - rows * (high + between) - gap / 2;
  const pinned = tiles({ ...area, h: top }, beside === 2 ? [2] : [1, 1], gap);
  const below: Box = { ...area, y: area.y + top + gap, h: rows * (high + between) - between };
  return Array.from({ length: pages }, (_, page) => [...pinned, ...strips(below, PINNED + first(page), first(page + 1) - first(page), across, gap, between)]);
}

/** Lines of one height that fill the box; one that is left over is as wide as all of them. */
function strips(box: Box, from: number, count: number, across: number, gap: number, between: number): Cell[] {
  const rows = Math.ceil(count / across);
  const h = (box.h + between) / rows - between;
  return Array.from({ length: count }, (_, at) => {
    const inRow = Math.min(across, count - Math.floor(at / across) * across);
    const w = (box.w - gap * (inRow - 1)) / inRow;
    const y = box.y + Math.floor(at / across) * (h + between);
    return { index: from + at, box: { x: box.x + (at % across) * (w + gap), y, w, h }, kind: "line" as const };
  });
}

/** A screen for one tile at a time: each has a page of its own. */
function crowded(count: number, area: Box): Cell[][] {
  return Array.from({ length: count }, (_, index) => [{ index, box: area, kind: "tile" as const }]);
}
