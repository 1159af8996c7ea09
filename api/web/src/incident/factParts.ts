/**
 * What one form of figures sends. A correction says that a figure was never true, and holds only
 * figures that can be corrected; what is new beside it goes out as a second request. Pure.
 */
import type { Figure } from "../api/types";

export type Said = Record<string, unknown>;
type Figures = Record<string, Figure>;

/** A figure in force becomes smaller, or a yes becomes a no: was it wrong, or is it over? */
export function isLower(before: unknown, now: unknown): boolean {
  if (typeof before === "number" && typeof now === "number") return now < before;
  if (Array.isArray(before) && Array.isArray(now)) return before.some((one) => !now.includes(one));
  return before === true && now === false;
}

const picked = (said: Said, which: (id: string) => boolean): Said =>
  Object.fromEntries(Object.entries(said).filter(([id]) => which(id)));

/**
 * The facts of a correction, and those that nothing of this source stands against. A lowered
 * figure of another source stays in the correction: the server says who may correct it.
 */
export function parts(said: Said, figures: Figures, source: string): { corrected: Said; fresh: Said } {
  const isFresh = (id: string) => {
    const known = figures[id];
    if (!known) return true;
    if (isLower(known.value, said[id])) return false;
    return (source !== "" && known.source !== source) || known.value === said[id];
  };
  return { corrected: picked(said, (id) => !isFresh(id)), fresh: picked(said, isFresh) };
}

/** What is left of a form once these facts have gone out. */
export const without = (said: Said, sent: Said): Said => picked(said, (id) => !(id in sent));
