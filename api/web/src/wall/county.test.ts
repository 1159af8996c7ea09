/** The picture of the divisions: where they stand, and what of their reports is shown. */
import { expect, test } from "vitest";
import type { IncidentView, Slot } from "../api/types";
import { rowsOf } from "../reports/board";
import { incidentsBy, marksBy, shownRow } from "./county";
import { squares } from "./divisions";
import { drawn } from "./outlines";

const LINFEN = [
  "141002", "141021", "141022", "141023", "141024", "141025", "141026", "141027", "141028",
  "141029", "141030", "141031", "141032", "141033", "141034", "141081", "141082",
];

test("the seventeen divisions have a square each, roughly where they lie", () => {
  const { placed } = squares(LINFEN);
  expect(new Set(placed.map(({ column, row }) => `${column} ${row}`)).size).toBe(17);
  const at = new Map(placed.map((one) => [one.code, one]));
  const row = (code: string) => at.get(code)!.row;
  const column = (code: string) => at.get(code)!.column;
  expect(row("141082")).toBeLessThan(row("141002"));
  expect(row("141002")).toBeLessThan(row("141081"));
  expect(column("141028")).toBeLessThan(column("141002"));
  expect(column("141002")).toBeLessThan(column("141026"));
});

test("divisions of another place stand in the order of their codes", () => {
  const { placed, columns, rows } = squares(["3", "1", "2", "4", "5"]);
  expect(placed.map((one) => [one.code, one.column, one.row])).toEqual([["1", 0, 0], ["2", 1, 0], ["3", 2, 0], ["4", 0, 1], ["5", 1, 1]]);
  expect([columns, rows]).toEqual([3, 2]);
});

const slot = (reporter: string, due_at: string, state: Slot["state"], obligation = "daily") =>
  ({ id: `${obligation}${reporter}${due_at}`, reporter, reporter_name: reporter, obligation, due_at, state, opens_at: "2026-11-23T00:00:00Z", past_reminders: false }) as Slot;
const TODAY = "2026-11-23T07:00:00Z";
const TOMORROW = "2026-11-24T07:00:00Z";
const at = (instant: string) => Date.parse(instant);
const slots = [
  ...LINFEN.map((code, n) => slot(code, TODAY, n < 14 ? "submitted" : "owed")),
  ...LINFEN.map((code) => slot(code, TOMORROW, "upcoming")),
  slot("office", "2026-11-23T06:59:00Z", "owed", "digest"),
];

test.each([
  ["2026-11-23T06:58:00Z", TODAY],
  ["2026-11-23T12:00:00Z", TODAY],
  ["2026-11-24T06:58:00Z", TOMORROW],
])("at %s the reports due at %s are shown", (now, due) => {
  const row = shownRow(rowsOf(slots, at(now)), at(now));
  expect(row?.first.due_at).toBe(due);
});

test("fourteen of seventeen: who has reported and who has not", () => {
  const now = at("2026-11-23T06:58:00Z");
  const row = shownRow(rowsOf(slots, now), now)!;
  expect([row.submitted, row.total]).toEqual([14, 17]);
  const marks = marksBy(row);
  expect(marks.get("141002")).toBe("submitted");
  expect(marks.get("141082")).toBe("owed");
  expect(marksBy(null).size).toBe(0);
});

test("a division shows the gravest of its incidents and how many there are", () => {
  const views = [{ division: "141029", level: "I" }, { division: "141002", level: null }, { division: "141029", level: "IV" }] as IncidentView[];
  const found = incidentsBy(views);
  expect(found.get("141029")).toMatchObject({ n: 2, gravest: { level: "I" } });
  expect(found.get("141002")?.n).toBe(1);
});

test("outlines are drawn with north up, inside of the picture", () => {
  const square = (code: string, east: number, north: number) => ({ code, rings: [[[east, north], [east + 1, north], [east + 1, north + 1], [east, north]] as [number, number][]] });
  const found = drawn([square("south", 111, 35), square("north", 111, 36)], 300, 400);
  const y = new Map(found.map((one) => [one.code, one.y]));
  expect(y.get("north")).toBeLessThan(y.get("south")!);
  for (const { path } of found)
    for (const number of path.match(/[\d.]+/g)!.map(Number)) expect(number).toBeLessThanOrEqual(400);
  expect(drawn([], 300, 400)).toEqual([]);
});
