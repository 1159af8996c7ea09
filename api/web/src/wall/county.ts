/** What the picture of the divisions shows: reports of one row of the board, and incidents. Pure. */
import type { IncidentView } from "../api/types";
import type { Mark, Row } from "../reports/board";

const DIVISION = /^\d{6}$/;
/** From so many divisions on a report is one of the counties. */
const MANY = 4;

const ofCounties = (reporters: string[]) => reporters.filter((one) => DIVISION.test(one)).length >= MANY;

/** Whether many divisions owe a report of this incident now. */
export const asksCounties = (view: IncidentView): boolean => view.reporting.some((row) => row.total >= MANY && row.missing.some((one) => DIVISION.test(one)));

/** The row that is shown: of the reports of many divisions the one due next to `now`, before or after. */
export function shownRow(rows: Row[], now: number): Row | null {
  const apart = (row: Row) => Math.abs(Date.parse(row.first.due_at) - now);
  const county = rows.filter((row) => row.total > 0 && ofCounties(row.cells.map((cell) => cell.slot.reporter)));
  return county.reduce<Row | null>((best, row) => (best && apart(best) <= apart(row) ? best : row), null);
}

export interface Incidents {
  /** The gravest incident that is open in the division. */
  gravest: IncidentView;
  n: number;
}

/** By division; `views` are in the order of their gravity. */
export function incidentsBy(views: IncidentView[]): Map<string, Incidents> {
  const found = new Map<string, Incidents>();
  for (const view of views) {
    const known = found.get(view.division);
    if (known) known.n += 1;
    else found.set(view.division, { gravest: view, n: 1 });
  }
  return found;
}

/** By division, what the row says of its report. */
export function marksBy(row: Row | null): Map<string, Mark> {
  return new Map(row?.cells.map((cell) => [cell.slot.reporter, cell.mark]) ?? []);
}
