/**
 * Where the divisions stand on the picture: one square each, roughly where they lie, without
 * borders. By their codes (GB/T 2260); divisions that are not listed stand in the order of
 * their codes. Pure.
 */

/** Column and row. */
type Square = [number, number];

/** 临汾市: from the loess plateau in the west to the mountains in the east, the Fen valley between. */
const KNOWN: Record<string, Square> = {
  "141032": [0, 0], "141031": [1, 0], "141034": [2, 0], "141082": [3, 0],
  "141030": [0, 1], "141033": [1, 1], "141024": [2, 1], "141025": [3, 1], "141026": [4, 1],
  "141028": [0, 2], "141029": [1, 2], "141002": [2, 2], "141027": [3, 2],
  "141023": [2, 3], "141022": [3, 3],
  "141081": [1, 4], "141021": [2, 4],
};

export interface Placed {
  code: string;
  column: number;
  row: number;
}

export function squares(codes: string[]): { placed: Placed[]; columns: number; rows: number } {
  const sorted = [...codes].sort();
  const all = sorted.every((code) => KNOWN[code]);
  const across = Math.ceil(Math.sqrt(sorted.length));
  const placed = sorted.map((code, at) => {
    const [column, row] = all ? KNOWN[code]! : [at % across, Math.floor(at / across)];
    return { code, column, row };
  });
  const most = (of: (one: Placed) => number) => placed.reduce((found, one) => Math.max(found, of(one) + 1), 0);
  return { placed, columns: most((one) => one.column), rows: most((one) => one.row) };
}
