/** Where everything stands on the time axis of an incident. Pure: numbers and words in, places out. */

export const LANES = ["facts", "decisions", "reports"] as const;
export type Lane = (typeof LANES)[number];
export type Shape = "ring" | "diamond" | "full" | "half" | "square";

export interface Mark {
  at: number;
  lane: Lane;
  shape: Shape;
  colour: string;
  text: string;
}

export interface Step {
  from: number;
  name: string;
  colour: string;
}

export interface Placed extends Mark {
  x: number;
  /** The row within the lane, from 0. */
  row: number;
  /** Which side of the mark the words stand. */
  left: boolean;
}

export interface Layout {
  bands: { x: number; width: number; name: string; colour: string }[];
  marks: Placed[];
  /** What did not fit: how many marks of a lane around a place. */
  more: { lane: Lane; x: number; n: number }[];
  rows: Record<Lane, number>;
  ticks: { x: number; at: number }[];
}

const MOST_ROWS = 8;
const SIZE = 13;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400, 43200];
const TICK_PX = 110;
/** Marks without words that stand closer than this are counted together. */
const CROWD_PX = 60;

/** How wide words are, roughly: Chinese a square each, Latin somewhat more than half. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (sign.codePointAt(0)! > 0x2e7f ? SIZE : SIZE * 0.58), 0);

export function layout(marks: Mark[], steps: Step[], from: number, until: number, left: number, width: number): Layout {
  const span = Math.max(until - from, 60_000);
  const x = (at: number) => left + (Math.min(Math.max(at, from), from + span) - from) * (width / span);
  const right = left + width;
  const placed: Placed[] = [];
  const more: Layout["more"] = [];
  const rows = Object.fromEntries(LANES.map((lane) => [lane, 1])) as Record<Lane, number>;
  for (const lane of LANES) {
    /** Up to where each row is taken. */
    const taken: number[] = [];
    for (const mark of marks.filter((one) => one.lane === lane).sort((a, b) => a.at - b.at)) {
      const at = x(mark.at);
      const long = widthOf(mark.text) + 16;
      const toLeft = at + long > right;
      const begins = toLeft ? at - long : at - 8;
      const ends = toLeft ? at + 8 : at + long;
      const row = Array.from({ length: MOST_ROWS }, (_, n) => n).find((n) => (taken[n] ?? -Infinity) <= begins);
      if (row === undefined) crowd(more, lane, at);
      else {
        taken[row] = ends + 6;
        rows[lane] = Math.max(rows[lane], row + 1);
        placed.push({ ...mark, x: at, row, left: toLeft });
      }
    }
  }
  if (more.length) for (const one of more) rows[one.lane] = Math.max(rows[one.lane], MOST_ROWS + 1);
  return { bands: bands(steps, x, right), marks: placed, more, rows, ticks: ticks(from, span, x, width) };
}

function crowd(more: Layout["more"], lane: Lane, x: number): void {
  const near = more.find((one) => one.lane === lane && Math.abs(one.x - x) < CROWD_PX);
  if (near) near.n += 1;
  else more.push({ lane, x, n: 1 });
}

function bands(steps: Step[], x: (at: number) => number, right: number): Layout["bands"] {
  return [...steps]
    .sort((a, b) => a.from - b.from)
    .map((step, index, all) => {
      const begins = x(step.from);
      const next = all[index + 1];
      return { x: begins, width: Math.max((next ? x(next.from) : right) - begins, 0), name: step.name, colour: step.colour };
    });
}

/** Round clock times, so many that their words do not touch. */
function ticks(from: number, span: number, x: (at: number) => number, width: number): Layout["ticks"] {
  const most = Math.max(Math.floor(width / TICK_PX), 1);
  const minutes = STEPS_MIN.find((one) => span / (one * 60_000) <= most) ?? STEPS_MIN.at(-1)!;
  const step = minutes * 60_000;
  // Days begin at midnight in the zone of the office, which is eight hours before Greenwich.
  const shift = 8 * 3600_000;
  const found: Layout["ticks"] = [];
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= from + span; at += step) found.push({ at, x: x(at) });
  return found;
}
