/** Arrow keys among the cells of a grid; one cell of it is a Tab stop. */
import { ref } from "vue";

const CELL = "[data-cell]";
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Where an arrow key leads from row `row`, column `column`; the same place at an edge. */
export function target(lengths: number[], row: number, column: number, key: string): [number, number] {
  if (key === "Home") return [row, 0];
  if (key === "End") return [row, lengths[row]! - 1];
  const [down, right] = STEPS[key] ?? [0, 0];
  let to = row + down;
  // A row without cells is passed over.
  while (lengths[to] === 0) to += down || 1;
  if (lengths[to] === undefined) return [row, column];
  return [to, Math.max(0, Math.min(column + right, lengths[to]! - 1))];
}

export function useGrid() {
  /** The slot of the cell that Tab leads to; empty for the first. */
  const current = ref("");

  function onKey(event: KeyboardEvent): void {
    if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
    const cell = (event.target as HTMLElement).closest<HTMLElement>(CELL);
    if (!cell) return;
    event.preventDefault();
    const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=row]")].map((row) => [
      ...row.querySelectorAll<HTMLElement>(CELL),
    ]);
    const row = rows.findIndex((cells) => cells.includes(cell));
    const [to, column] = target(rows.map((cells) => cells.length), row, rows[row]!.indexOf(cell), event.key);
    rows[to]![column]!.focus();
  }

  function onFocus(event: FocusEvent): void {
    const id = (event.target as HTMLElement).closest<HTMLElement>(CELL)?.dataset.slot;
    if (id) current.value = id;
  }

  return { current, onKey, onFocus };
}
