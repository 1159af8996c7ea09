/**
 * Sizes of letters for a room: millimetres on the glass, by the screen's diagonal and the distance.
 * Pure. `u` is one millimetre as seen from six metres, in CSS pixels.
 */

const MM_PER_INCH = 25.4;
/** The distance for which the sizes below are given, in metres. */
const NEAR_M = 6;

/** The least height of ink, in millimetres at six metres: of titles and countdowns, of labels. */
export const TITLE_MM = 28;
export const LABEL_MM = 16;

/**
 * How much of a font's size its ink is high: of a Chinese character, of a figure. Measured in
 * Noto Sans CJK; the usual fonts of other systems have no lower ones.
 */
export const INK = { han: 0.87, figure: 0.72 } as const;

/** Sizes of fonts, in `u`. */
export const FONT = {
  title: TITLE_MM / INK.han,
  label: LABEL_MM / INK.han,
  count: TITLE_MM / INK.figure,
} as const;

export interface Glass {
  /** The screen, in CSS pixels. */
  width: number;
  height: number;
  inch: number;
  distance: number;
}

/** One millimetre at six metres, in CSS pixels. */
export function unit({ width, height, inch, distance }: Glass): number {
  const perMm = Math.hypot(width, height) / (inch * MM_PER_INCH);
  return (perMm * distance) / NEAR_M;
}

/** Widths of letters, of which the size of the font is one; on the safe side. */
export function ems(text: string): number {
  let sum = 0;
  for (const letter of text) sum += width(letter);
  return sum;
}

/** Of bold letters, which are wider: measured in Noto Sans CJK; other fonts of offices are narrower or have wider rests. */
const WIDTHS: [letters: string, width: number][] = [
  ["WM@%&mw", 0.98],
  [" .,:;'|!iIjl", 0.34],
  ["()[]-/frt", 0.44],
  ["csz", 0.54],
];

function width(letter: string): number {
  const code = letter.codePointAt(0)!;
  if (code > 0x2e7f || code === 0x2026) return 1.02;
  const known = WIDTHS.find(([letters]) => letters.includes(letter));
  if (known) return known[1];
  if (letter >= "A" && letter <= "Z") return 0.78;
  if (letter >= "0" && letter <= "9") return 0.62;
  return code < 0x2000 ? 0.65 : 1.02;
}

/** A day and a clock time on two lines, a clock time alone on one: cut off, neither says anything. */
export function dayApart(said: string): string[] {
  const end = said.indexOf(" ", said.indexOf("-"));
  return said.includes("-") && end > 0 ? [said.slice(0, end), said.slice(end + 1)] : [said];
}

/** Part of a number or of a clock time would be another one. */
const FIGURE = /[\d:.,/-]/;
const FIGURES_AT_THE_END = /[\d:.,/-]+$/;

/** The text as far as it has room, with … for what is left out. No number is cut in two. */
export function shortened(text: string, room: number): string {
  if (ems(text) <= room) return text;
  let kept = "";
  let sum = ems("…");
  for (const letter of text) {
    sum += width(letter);
    if (sum > room) break;
    kept += letter;
  }
  if (FIGURE.test(text.charAt(kept.length))) kept = kept.replace(FIGURES_AT_THE_END, "");
  return `${kept.trimEnd()}…`;
}

/** The text in two: what has room, and the rest. Words of letters are not torn where there is a gap. */
export function parted(text: string, room: number): [string, string] {
  if (ems(text) <= room) return [text, ""];
  let kept = "";
  let sum = 0;
  for (const letter of text) {
    sum += width(letter);
    if (sum > room) break;
    kept += letter;
  }
  const torn = /[A-Za-z]$/.test(kept) && /^[A-Za-z]/.test(text.slice(kept.length));
  const gap = torn ? kept.lastIndexOf(" ") : -1;
  const first = gap > 0 ? kept.slice(0, gap) : kept;
  return [first.trimEnd(), text.slice(first.length).trimStart()];
}

/** Lines that the text takes at a width given in letters: words of other scripts are not broken. */
export function lines(text: string, room: number): number {
  const loose = /[A-Za-z]{3}/.test(text) ? 1.25 : 1.08;
  const needed = ems(text);
  return needed <= room ? 1 : Math.ceil((needed * loose) / room);
}
