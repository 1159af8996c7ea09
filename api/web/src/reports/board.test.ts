import { describe, expect, it } from "vitest";
import { boardOf, columnsOf, markOf, missingFirst, pressed, rowsOf, tablesOf } from "./board";
import type { Slot } from "../api/types";

const DUE = "2026-11-29T07:00:00Z";
const NOW = Date.parse("2026-11-29T06:58:00Z");

function slot(reporter: string, state: Slot["state"], changes: Partial<Slot> = {}): Slot {
  const due = changes.due_at ?? DUE;
  return {
    id: `i.${changes.obligation ?? "daily"}.${reporter}.${due}`,
    obligation: "daily",
    due_at: DUE,
    opens_at: "2026-11-28T07:00:00Z",
    reporter,
    reporter_name: `名${reporter}`,
    state,
    past_reminders: false,
    ...changes,
  } as Slot;
}

describe("markOf", () => {
  it("tells the five states apart, and what the clock alone has opened", () => {
    const marks = (["submitted", "submitted_late", "owed", "overdue", "not_owed", "superseded", "ended"] as const).map(
      (state) => markOf(slot("141002", state), NOW),
    );
    expect(marks).toEqual(["submitted", "late", "owed", "overdue", "none", "none", "none"]);
    expect(markOf(slot("141002", "upcoming"), NOW)).toBe("owed");
    expect(markOf(slot("141002", "upcoming", { opens_at: DUE }), NOW)).toBe("upcoming");
  });

  it("never calls overdue what is owed at once, but says that it was not sent by its last reminder", () => {
    expect(markOf(slot("141002", "owed", { past_reminders: true }), NOW)).toBe("unsent");
  });
});

describe("rowsOf", () => {
  it("counts what came in, the late with it, and leaves out who owes nothing", () => {
    const [row] = rowsOf(
      [
        slot("141034", "overdue"),
        slot("141002", "submitted"),
        slot("141021", "submitted_late"),
        slot("141022", "not_owed"),
      ],
      NOW,
    );
    expect(row).toMatchObject({ total: 3, submitted: 2, late: 1, pressing: 1 });
    expect(row!.missing.map((cell) => cell.slot.reporter)).toEqual(["141034"]);
    expect(row!.cells.map((cell) => cell.slot.reporter)).toEqual(["141002", "141021", "141022", "141034"]);
  });

  it("keeps two instants of one duty apart", () => {
    const later = "2026-11-30T07:00:00Z";
    const rows = rowsOf([slot("141002", "upcoming", { due_at: later }), slot("141002", "owed")], NOW);
    expect(rows.map((row) => row.first.due_at)).toEqual([DUE, later]);
  });
});

describe("boardOf", () => {
  const today = (instant: string) => instant.startsWith("2026-11-29");
  it("puts the overdue first, then what is owed, then what is to come", () => {
    const rows = rowsOf(
      [
        slot("141002", "upcoming", { obligation: "next", opens_at: "2026-11-30T00:00:00Z" }),
        slot("141002", "owed", { obligation: "now" }),
        slot("141002", "overdue", { obligation: "past" }),
      ],
      NOW,
    );
    expect(boardOf(rows, today).open.map((row) => row.first.obligation)).toEqual(["past", "now", "next"]);
  });

  it("parts what is complete today from earlier days and from what nobody owed", () => {
    const rows = rowsOf(
      [
        slot("141002", "submitted", { obligation: "a" }),
        slot("141002", "submitted", { obligation: "b", due_at: "2026-11-27T07:00:00Z" }),
        slot("141002", "submitted", { obligation: "c", due_at: "2026-11-28T07:00:00Z" }),
        slot("141002", "superseded", { obligation: "d" }),
      ],
      NOW,
    );
    const board = boardOf(rows, today);
    expect(board.done.map((row) => row.first.obligation)).toEqual(["a"]);
    expect(board.earlier.map((row) => row.first.obligation)).toEqual(["d", "c", "b"]);
  });
});

it("reads many divisions as a table and few units as a list", () => {
  const [counties] = rowsOf(["141002", "141021", "141022", "141023"].map((code) => slot(code, "owed")), NOW);
  const [units] = rowsOf(["a", "b", "c", "d", "e"].map((id) => slot(id, "owed")), NOW);
  const [tomorrow] = rowsOf([slot("141002", "upcoming", { due_at: "2026-11-30T07:00:00Z", opens_at: DUE })], NOW);
  expect([...tablesOf([counties!, tomorrow!])]).toEqual(["daily"]);
  expect(tablesOf([units!]).size).toBe(0);
  expect([counties!.ahead, tomorrow!.ahead]).toEqual([false, true]);
  expect(columnsOf([counties!]).map((one) => one.reporter)).toEqual(["141002", "141021", "141022", "141023"]);
});

it("lists who is missing before who has reported", () => {
  const [row] = rowsOf([slot("a", "submitted"), slot("b", "owed"), slot("c", "submitted_late"), slot("d", "overdue")], NOW);
  expect(missingFirst(row!).map((cell) => cell.slot.reporter)).toEqual(["d", "b", "c", "a"]);
});

it("selects cells of one row only, and takes a cell out at a second press", () => {
  const rows = rowsOf([slot("a", "owed"), slot("b", "owed"), slot("a", "owed", { obligation: "other" })], NOW);
  const daily = rows.find((row) => row.first.obligation === "daily")!;
  const other = rows.find((row) => row.first.obligation === "other")!;
  const [a, b] = daily.cells;
  let selected = pressed(new Set(), a!, daily);
  selected = pressed(selected, b!, daily);
  expect([...selected]).toEqual([a!.slot.id, b!.slot.id]);
  expect([...pressed(selected, a!, daily)]).toEqual([b!.slot.id]);
  expect([...pressed(selected, other.cells[0]!, other)]).toEqual([other.cells[0]!.slot.id]);
});
