/**
 * The journals that are open: of each its end, without gaps. A long one is read from its end;
 * older entries come when somebody asks for them.
 */
import { shallowReactive } from "vue";
import { api } from "../api/api";
import type { JournalEvent } from "../api/types";

/** What is read at once, and in one go when older entries are asked for. */
const FIRST = 200;
const PAGE = 1000;

/** A screen that listens for days holds no more entries than this, unless somebody has asked for older ones. */
const MOST_HEARD = 4 * PAGE;
const KEPT_HEARD = 2 * PAGE;

export const journals = shallowReactive(new Map<string, JournalEvent[]>());

/** The highest number heard of each journal, also while its end is still being read. */
const told = new Map<string, number>();
const earlier = new Map<string, Promise<void>>();
/** The journals of which somebody has asked for older entries. */
const readBack = new Set<string>();

export function forgetJournals(): void {
  journals.clear();
  told.clear();
  readBack.clear();
}

/** A journal that ends before what is at hand was begun anew (a replay went back): it is read again. */
export function cutBack(id: string, end: number): void {
  if ((journals.get(id)?.at(-1)?.seq ?? 0) <= end) return;
  journals.set(id, []);
  told.delete(id);
  readBack.delete(id);
}

/** How many entries of a journal are older than those at hand. */
export const unread = (id: string): number => (journals.get(id)?.[0]?.seq ?? 1) - 1;

/** Read the newest entries, or what came after the last known one. */
export async function loadJournal(id: string): Promise<void> {
  const last = journals.get(id)?.at(-1)?.seq ?? 0;
  take(id, last ? await api.events(id, last) : await api.lastEvents(id, FIRST));
  if (!journals.has(id)) journals.set(id, []);
  const held = journals.get(id)?.at(-1)?.seq ?? 0;
  if (held > last && (told.get(id) ?? 0) > held) await loadJournal(id);
}

/** Read the page of entries before the oldest that is at hand. Asked twice at once, it is read once. */
export function loadEarlier(id: string): Promise<void> {
  readBack.add(id);
  const running = earlier.get(id);
  if (running) return running;
  const reading = (async () => {
    const first = journals.get(id)?.[0]?.seq ?? 1;
    if (first > 1) take(id, await api.lastEvents(id, PAGE, first));
  })().finally(() => earlier.delete(id));
  earlier.set(id, reading);
  return reading;
}

/** Read a journal to its beginning, as searching and printing ask for. */
export async function loadWhole(id: string): Promise<void> {
  if (!journals.has(id)) await loadJournal(id);
  for (let left = unread(id); left > 0; ) {
    await loadEarlier(id);
    const rest = unread(id);
    if (rest >= left) return;
    left = rest;
  }
}

/** Put entries before or after those at hand, where they belong. */
export function take(id: string, entries: JournalEvent[]): void {
  const joined = join(journals.get(id) ?? [], entries);
  if (joined) journals.set(id, joined);
}

/** An entry was heard: taken if it follows upon what is at hand, else what is missing is read. */
export function hear(event: JournalEvent): void {
  const { incident: id, seq } = event;
  if (seq === 1) cutBack(id, 1);
  told.set(id, Math.max(told.get(id) ?? 0, seq));
  const known = journals.get(id);
  if (!known) return;
  const last = known.at(-1)?.seq ?? 0;
  if (seq === last + 1) take(id, known.length < MOST_HEARD || readBack.has(id) ? [event] : letGo(id, event));
  else if (seq > last) void loadJournal(id).catch(() => undefined);
}

/** Keep only the newest entries; `unread` counts what was let go, and scrolling reads it again. */
function letGo(id: string, event: JournalEvent): JournalEvent[] {
  journals.set(id, journals.get(id)!.slice(-KEPT_HEARD));
  return [event];
}

/** Both lists as one without gaps; null if nothing is new, or if there would be a gap. */
export function join(known: JournalEvent[], entries: JournalEvent[]): JournalEvent[] | null {
  const sorted = [...entries].sort((a, b) => a.seq - b.seq);
  const first = known[0]?.seq;
  const last = known.at(-1)?.seq;
  if (first === undefined || last === undefined) return sorted.length ? sorted : null;
  const older = sorted.filter((one) => one.seq < first);
  const newer = sorted.filter((one) => one.seq > last);
  const fits = (older.at(-1)?.seq ?? first - 1) === first - 1 && (newer[0]?.seq ?? last + 1) === last + 1;
  return fits && older.length + newer.length > 0 ? [...older, ...known, ...newer] : null;
}
