/** The reporting board: one row an obligation at one due instant, one cell a reporter's slot. Pure. */
import type { Slot } from "../api/types";

/** What a cell shows; each has a shape, a letter and a colour of its own. */
export type Mark = "submitted" | "late" | "owed" | "overdue" | "unsent" | "upcoming" | "none";

export const SHAPES: Record<Mark, string> = {
  submitted: "●",
  late: "◐",
  owed: "○",
  overdue: "■",
  unsent: "■",
  upcoming: "◌",
  none: "–",
};

export interface Cell {
  slot: Slot;
  mark: Mark;
  /** The report has not come in and is still awaited. */
  missing: boolean;
}

export interface Row {
  /** The obligation and the due instant; the same through all changes of its slots. */
  key: string;
  /** The slot that says what all of the row have in common. */
  first: Slot;
  /** In the order of the reporters' codes. */
  cells: Cell[];
  missing: Cell[];
  total: number;
  submitted: number;
  late: number;
  /** The period of none of its reports has begun: more reporters may come to owe it. */
  ahead: boolean;
  /** Overdue, or owed at once and not sent by its last reminder. */
  pressing: number;
}

const OPEN = new Set(["upcoming", "owed", "overdue"]);

/** Between two events the clock alone turns an upcoming slot into an owed one. */
export function markOf(slot: Slot, now: number): Mark {
  switch (slot.state) {
    case "submitted":
      return "submitted";
    case "submitted_late":
      return "late";
    case "overdue":
      return "overdue";
    case "owed":
      // 立即 has no number, so it is never overdue; its last reminder has passed.
      return slot.past_reminders ? "unsent" : "owed";
    case "upcoming":
      return Date.parse(slot.opens_at) <= now ? "owed" : "upcoming";
    default:
      return "none";
  }
}

const keyOf = (slot: Slot) => `${slot.obligation} ${slot.due_at}`;

/** All rows of a ledger, in the order of their due instants. */
export function rowsOf(slots: Iterable<Slot>, now: number): Row[] {
  const found = new Map<string, Cell[]>();
  for (const slot of slots) {
    const cell = { slot, mark: markOf(slot, now), missing: OPEN.has(slot.state) };
    const key = keyOf(slot);
    const row = found.get(key);
    if (row) row.push(cell);
    else found.set(key, [cell]);
  }
  return [...found].map(([key, cells]) => rowOf(key, cells)).sort((a, b) => compared(a.first.due_at, b.first.due_at));
}

function rowOf(key: string, cells: Cell[]): Row {
  cells.sort((a, b) => compared(a.slot.reporter, b.slot.reporter));
  const count = (mark: Mark) => cells.filter((cell) => cell.mark === mark).length;
  const missing = cells.filter((cell) => cell.missing);
  const late = count("late");
  return {
    key,
    first: missing[0]?.slot ?? cells[0]!.slot,
    cells,
    missing,
    total: cells.filter((cell) => cell.mark !== "none").length,
    submitted: count("submitted") + late,
    late,
    ahead: cells.every((cell) => cell.mark === "upcoming"),
    pressing: count("overdue") + count("unsent"),
  };
}

const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export interface Board {
  /** Somebody is missing: what is overdue stands first, what is not yet due last. */
  open: Row[];
  /** Complete, and due on the day that is shown. */
  done: Row[];
  /** Complete earlier, or settled without a report; the newest first. */
  earlier: Row[];
}

/** The rows as the board shows them; `today` says whether an instant is on the present day. */
export function boardOf(rows: Row[], today: (instant: string) => boolean): Board {
  const board: Board = { open: [], done: [], earlier: [] };
  for (const row of rows) {
    if (row.missing.length) board.open.push(row);
    else if (row.total && today(row.first.due_at)) board.done.push(row);
    else board.earlier.unshift(row);
  }
  board.open.sort((a, b) => rank(a) - rank(b));
  return board;
}

function rank(row: Row): number {
  if (row.pressing) return 0;
  return row.missing.some((cell) => cell.mark === "owed") ? 1 : 2;
}

/** A division of the plan's area, by its code. */
const isDivision = (reporter: string) => /^\d{6}$/.test(reporter);

/** From so many divisions on a row is read as a table, one column each. */
const TABLE_FROM = 4;

/** The obligations that are read as a table: all their rows are, also one that few owe so far. */
export function tablesOf(rows: Row[]): Set<string> {
  const many = (row: Row) => row.cells.filter((cell) => isDivision(cell.slot.reporter)).length >= TABLE_FROM;
  return new Set(rows.filter(many).map((row) => row.first.obligation));
}

/** The columns of a table of rows: every reporter once, in the order of the codes. */
export function columnsOf(rows: Row[]): { reporter: string; name: string }[] {
  const names = new Map<string, string>();
  for (const row of rows) for (const { slot } of row.cells) names.set(slot.reporter, slot.reporter_name);
  return [...names].map(([reporter, name]) => ({ reporter, name })).sort((a, b) => compared(a.reporter, b.reporter));
}

/** The cells of a row as a list reads them: the missing first, the overdue before them all. */
export function missingFirst(row: Row): Cell[] {
  const order: Mark[] = ["overdue", "unsent", "owed", "upcoming", "late", "submitted", "none"];
  return [...row.cells].sort((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark));
}

/** What is selected after a press on a cell: cells of one row only, since one report covers one row. */
export function pressed(selected: ReadonlySet<string>, cell: Cell, row: Row): Set<string> {
  const own = new Set(row.missing.map((one) => one.slot.id).filter((id) => selected.has(id)));
  if (!own.delete(cell.slot.id)) own.add(cell.slot.id);
  return own;
}
