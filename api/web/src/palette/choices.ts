/** What the palette offers for typed words: incidents, places, parts, orders. Pure. */

export interface Choice {
  key: string;
  /** What is read. */
  label: string;
  /** What else it is found by: number, place. */
  words: string;
  /** The key that does the same, where there is one. */
  shortcut?: string;
  run: () => void;
}

const SHOWN = 12;
const plain = (text: string) => text.toLowerCase().replace(/\s+/g, "");

/** Each typed word has to occur; what begins with the first stands first. */
export function matching(choices: Choice[], typed: string): Choice[] {
  const asked = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = choices.filter((one) => asked.every((word) => plain(`${one.label} ${one.words}`).includes(word)));
  const starts = (one: Choice) => Number(asked.length > 0 && plain(one.label).startsWith(asked[0]!));
  return [...found].sort((a, b) => starts(b) - starts(a)).slice(0, SHOWN);
}
