/** What is replayed, and where it stands. */
import { shallowRef } from "vue";
import { api } from "../api/api";
import type { RecordedEntry } from "../api/types";

export const entries = shallowRef<RecordedEntry[]>([]);

/** It does not change while the server runs, but for its language. */
export async function readRecording(): Promise<void> {
  entries.value = (await api.recording()).entries;
}

/** How many entries lie behind at an instant of the replay. */
export function passed(list: RecordedEntry[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Date.parse(list[middle]!.at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether entries of several incidents are replayed: then each is named by its number too. */
export const several = (list: RecordedEntry[]) => new Set(list.map((one) => one.incident)).size > 1;
