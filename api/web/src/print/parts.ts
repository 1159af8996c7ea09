/** A long list in parts that a browser lays out one by one. Pure. */

/** Entries in one table of a printed journal. */
export const PART = 200;

export function partsOf<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / PART) }, (_, index) => all.slice(index * PART, (index + 1) * PART));
}
