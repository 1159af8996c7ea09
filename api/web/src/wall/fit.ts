/**
 * How large the rows of a tile are, and which of them have room. Pure: from the lengths of the
 * texts and the size of the tile, nothing is measured on the page.
 */
import { FONT, ems, lines, parted, shortened } from "./sizes";

export type RowId = "head" | "title" | "figures" | "due" | "overdue" | "lost" | "calls" | "now" | "pending" | "command" | "groups" | "place" | "numbers";

export interface Row {
  id: RowId;
  text: string;
  /** What says enough where the text has no room. */
  enough?: string;
  /** Room that badges before the text take, in letters. */
  before?: number;
  /** What stands beside it in smaller letters: at most two lines, which go where there is no room. */
  beside?: string[];
  /** What of the last of these is never cut, and shorter words for it: a part of a time would be another time. */
  whole?: string[];
}

export interface FittedRow {
  id: RowId;
  text: string;
  /** What of a title had no room in its first line, in the letters of labels. */
  rest?: string;
  beside: string[];
  lines: number;
  /** In pixels. */
  height: number;
}

export interface Fitted {
  /** By how much letters are larger than the least size. */
  scale: number;
  /** One column, or in a wide tile two: what stands first, and what is around it. */
  columns: FittedRow[][];
  /** Widths of the columns, in pixels. */
  widths: number[];
  /** Rows that had no room. */
  left: RowId[];
}

/** Height of one line in `u`, the font's size, and what goes last (1) to first; 0 stays. */
const KINDS: Record<RowId, { high: number; font: number; goes: number }> = {
  head: { high: 37, font: FONT.title, goes: 0 },
  title: { high: 37, font: FONT.title, goes: 0 },
  due: { high: 43, font: FONT.count, goes: 0 },
  lost: { high: 23, font: FONT.label, goes: 1 },
  overdue: { high: 23, font: FONT.label, goes: 2 },
  figures: { high: 23, font: FONT.label, goes: 3 },
  now: { high: 23, font: FONT.label, goes: 4 },
  pending: { high: 23, font: FONT.label, goes: 5 },
  calls: { high: 23, font: FONT.label, goes: 6 },
  command: { high: 23, font: FONT.label, goes: 7 },
  place: { high: 23, font: FONT.label, goes: 8 },
  groups: { high: 23, font: FONT.label, goes: 9 },
  numbers: { high: 23, font: FONT.label, goes: 10 },
};

/** Height of the end of a title, in `u`. */
const REST_HIGH = 23;

/** Room inside a tile that is no text, in `u`. */
export const PAD = { x: 12, y: 5, edge: 12 } as const;

/** Fewer letters beside a text say nothing. */
const LEAST_BESIDE = 4;
const LARGEST = 2.6;
const WITHOUT_NAMES = 1.2;
const STEP = 0.1;

/** Such a tile, in `u`, has a second column. */
const WIDE = 700;
/** Letters that are hardly larger are not worth a column that stands half empty. */
const WORTH_TWO = 1.15;
const FIRST_PART = 0.58;
const BETWEEN = 16;
/** Rows of badges and figures, which are one line. */
const ALONE = new Set<RowId>(["head", "due"]);
const SECOND = new Set<RowId>(["pending", "calls", "command", "place", "groups", "numbers"]);

/** Larger letters may take more lines than the least ones. */
const MOST_LINES = 3;

interface Columns {
  parts: Row[][];
  widths: number[];
}

/** Rows as large as all of them can be; where even the least size has no room for all, fewer rows. */
export function fitted(rows: Row[], width: number, height: number, u: number): Fitted {
  const w = width - (2 * PAD.x + PAD.edge) * u;
  const h = height - 2 * PAD.y * u;
  const ways: Columns[] = [{ parts: [rows], widths: [w] }];
  if (width >= WIDE * u && rows.some((row) => SECOND.has(row.id))) {
    const parts = [rows.filter((row) => !SECOND.has(row.id)), rows.filter((row) => SECOND.has(row.id))];
    const room = w - BETWEEN * u;
    ways.push({ parts, widths: [FIRST_PART * room, (1 - FIRST_PART) * room] });
  }
  const [one, two] = ways.map((way) => largest(way, h, u));
  const best = two && (!one || two.scale >= WORTH_TWO * one.scale) ? two : one;
  if (best) return best;
  const { parts, widths } = ways.at(-1)!;
  const least = parts.map((part, at) => squeezed(part, widths[at]!, h, u));
  return { scale: 1, columns: least.map((one) => one.rows), widths, left: least.flatMap((one) => one.left) };
}

/** As large as all rows have room in these columns; null where only the least size is left. */
function largest({ parts, widths }: Columns, h: number, u: number): Fitted | null {
  for (let scale = LARGEST; scale > 1 + STEP / 2; scale -= STEP) {
    const columns = parts.map((part, at) => enlarged(part, widths[at]!, h, u, scale));
    if (columns.every((column) => column !== null)) return { scale, columns: columns as FittedRow[][], widths, left: [] };
  }
  return null;
}

/** A column at this scale; null where it has no room. */
function enlarged(part: Row[], w: number, h: number, u: number, scale: number): FittedRow[] | null {
  const found: FittedRow[] = [];
  for (const row of part.map((one) => saying(one, w, u, scale))) {
    const fit = sized(row, w, u, scale, ALONE.has(row.id) ? 1 : MOST_LINES);
    // Much larger letters are not worth the name of what is due.
    const named = !row.beside || fit?.beside[0] === row.beside[0];
    if (!fit || (scale > WITHOUT_NAMES && !named)) return null;
    found.push(fit);
  }
  return total(found) <= h ? found : null;
}

const total = (rows: FittedRow[]) => rows.reduce((sum, row) => sum + row.height, 0);

/** The row with as much of its text as is enough, where all of it has no room on one line. */
function saying(row: Row, w: number, u: number, scale: number): Row {
  const room = w / (KINDS[row.id].font * u * scale) - (row.before ?? 0);
  return row.enough && ems(row.text) > room ? { ...row, text: row.enough } : row;
}

/** One row; null where its text needs more lines than it may have. */
function sized(row: Row, w: number, u: number, scale: number, most: number): FittedRow | null {
  const { high, font } = KINDS[row.id];
  const room = w / (font * u * scale);
  const needed = ALONE.has(row.id) ? (ems(row.text) + (row.before ?? 0) <= room ? 1 : 2) : lines(row.text, room);
  if (needed > most) return null;
  return { id: row.id, text: row.text, beside: besides(row, w, u, scale), lines: needed, height: needed * high * u * scale };
}

/**
 * What has room beside the text, each line shortened; nothing where only a few letters would be
 * left. Beside a level stands since when, which is said whole or not at all.
 */
function besides({ id, text, before, beside, whole }: Row, w: number, u: number, scale: number): string[] {
  if (!beside?.length) return [];
  const room = (w - (ems(text) + (before ?? 0)) * KINDS[id].font * u * scale) / (FONT.label * u * scale) - 0.6;
  if (id === "head") return beside.every((line) => ems(line) <= room) ? beside : [];
  if (room < LEAST_BESIDE) return [];
  const shown = beside.map((line) => shortened(line, room));
  const last = shown.at(-1)!;
  if (!whole || last === beside.at(-1) || last.startsWith(whole[0]!)) return shown;
  return [...shown.slice(0, -1), ...whole.filter((one) => ems(one) <= room).slice(0, 1)];
}

/** Rows from here on go before a title is cut. */
const AROUND = 8;
/** And who commands before the end of a title. */
const COMMAND = 7;

/** At the least size: texts become shorter and rows go, the least important first. */
function squeezed(rows: Row[], w: number, h: number, u: number): { rows: FittedRow[]; left: RowId[] } {
  const said = rows.map((row) => saying(row, w, u, 1));
  const set = new Map(said.map((row) => [row.id, sized(row, w, u, 1, ALONE.has(row.id) ? 1 : MOST_LINES) ?? short(row, w, u, ALONE.has(row.id) ? 1 : MOST_LINES)]));
  const left: RowId[] = [];
  const goes = ({ id }: Row) => KINDS[id].goes;
  const byNeed = [...said].sort((one, other) => goes(other) - goes(one));
  const cut = (row: Row, most: number) => () => void ((set.get(row.id)?.lines ?? 0) > most && set.set(row.id, short(row, w, u, most)));
  const part = (row: Row) => () => void ((set.get(row.id)?.lines ?? 0) > 1 && set.set(row.id, inTwo(row, w, u)));
  const drop = (row: Row) => () => void (set.delete(row.id) && left.push(row.id));
  const of = (least: number, most: number) => byNeed.filter((row) => goes(row) >= least && goes(row) <= most);
  const steps = [
    ...of(AROUND, Infinity).flatMap((row) => [cut(row, 1), drop(row)]),
    ...of(1, AROUND - 1).map((row) => cut(row, 1)),
    ...of(0, 0).flatMap((row) => [cut(row, 2), ...(row.id === "title" ? [part(row)] : [])]),
    ...of(COMMAND, AROUND - 1).map(drop),
    ...of(0, 0).map((row) => cut(row, 1)),
    ...of(1, AROUND - 1).map(drop),
  ];
  for (const step of steps) {
    if (total([...set.values()]) <= h) break;
    step();
  }
  return { rows: [...set.values()], left };
}

/** A title whose end stands below it in smaller letters. */
function inTwo(row: Row, w: number, u: number): FittedRow {
  const [text, rest] = parted(row.text, w / (FONT.title * u));
  return { id: row.id, text, rest: shortened(rest, w / (FONT.label * u)), beside: [], lines: 2, height: (KINDS.title.high + REST_HIGH) * u };
}

function short(row: Row, w: number, u: number, most: number): FittedRow {
  const { high, font } = KINDS[row.id];
  // Of several lines some room is lost at their ends.
  const room = (w / (font * u)) * (most === 1 ? 1 : most / 1.25) - (row.before ?? 0);
  const text = shortened(row.text, room);
  return { id: row.id, text, beside: besides({ ...row, text }, w, u, 1), lines: most, height: most * high * u };
}
