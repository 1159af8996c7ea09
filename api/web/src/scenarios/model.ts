/** A scenario as the page holds it: entries with the comments above them. Pure. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a draft may hold anything
export type Data = Record<string, any>;
export type Place = (string | number)[];

export interface Note {
  place: Place;
  text: string;
}
/** One entry: `key` is its name in the file; of injects and steps only the page's own. */
export interface Entry {
  key: string;
  value: Data;
  note: string;
}
export const NAMED = ["people", "incidents", "branches", "simulated"] as const;
export const LISTED = ["injects", "steps"] as const;
export type Section = (typeof NAMED)[number] | (typeof LISTED)[number];
export const SECTIONS: readonly Section[] = ["people", "incidents", "branches", "injects", "simulated", "steps"];

export interface Doc {
  head: Data;
  /** Comments above keys of the head, by key; "" is the top of the file. */
  headNotes: Record<string, string>;
  sections: Record<Section, Entry[]>;
}

/** The key of the incident in a file of format "1". */
const ONLY = "main";
/** Stands in `simulated` for all reporters. */
export const EVERYBODY = "reporters";

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const isListed = (section: Section) => (LISTED as readonly string[]).includes(section);

/** What a file of format "1" says, in the words of format "2". */
function asTwo(data: Data, notes: Note[]): [Data, Note[]] {
  if (data.format !== "1") return [data, notes];
  const { plan, open, ...rest } = data;
  const moved = notes.map((one) => (one.place[0] === "open" || one.place[0] === "plan" ? { ...one, place: ["incidents", ONLY] } : one));
  return [{ ...rest, format: "2", incidents: { [ONLY]: { plan, ...(open as Data) } } }, moved];
}

export function docOf(given: Data, givenNotes: Note[]): Doc {
  const [data, notes] = asTwo(copy(given), givenNotes);
  const at = (...place: Place) => notes.find((one) => JSON.stringify(one.place) === JSON.stringify(place))?.text ?? "";
  const sections = {} as Record<Section, Entry[]>;
  for (const section of SECTIONS) {
    const held = data[section] as unknown;
    const list = isListed(section) ? (Array.isArray(held) ? held.map((value, n) => [String(n), value, n] as const) : []) : Object.entries((held ?? {}) as Data).map(([name, value]) => [name, value, name] as const);
    sections[section] = list.map(([key, value, place]) => ({ key, value: value as Data, note: at(section, place) }));
  }
  const head = Object.fromEntries(Object.entries(data).filter(([key]) => !(SECTIONS as readonly string[]).includes(key)));
  const headNotes = Object.fromEntries(notes.filter((one) => one.place.length < 2 && !(SECTIONS as readonly unknown[]).includes(one.place[0])).map((one) => [String(one.place[0] ?? ""), one.text]));
  return { head, headNotes, sections };
}

export function bodyOf(doc: Doc): { scenario: Data; notes: Note[] } {
  const scenario: Data = { ...doc.head };
  const notes: Note[] = Object.entries(doc.headNotes).map(([key, text]) => ({ place: key ? [key] : [], text }));
  for (const section of SECTIONS) {
    const entries = doc.sections[section];
    if (entries.length) scenario[section] = isListed(section) ? entries.map((one) => one.value) : Object.fromEntries(entries.map((one) => [one.key, one.value]));
    entries.forEach((one, n) => one.note.trim() && notes.push({ place: [section, isListed(section) ? n : one.key], text: one.note }));
  }
  return copy({ scenario, notes: notes.filter((one) => one.text.trim()) });
}

/** The place of an entry in the file, as findings name it. */
export function placeOf(doc: Doc, section: Section, entry: Entry): Place {
  return [section, isListed(section) ? doc.sections[section].indexOf(entry) : entry.key];
}

/** A name that nobody else has: the word and the next number. */
export function freshName(taken: Iterable<string>, word: string): string {
  const known = new Set(taken);
  for (let n = 1; ; n++) if (!known.has(`${word}_${n}`)) return `${word}_${n}`;
}

export const injectIds = (doc: Doc) => doc.sections.injects.map((one) => String(one.value.id ?? ""));

/** Set a field; what is empty is left out of the file. */
export function put(of: Data, key: string, value: unknown): void {
  if (value === "" || value === undefined || value === null || value === false) delete of[key];
  else of[key] = value;
}

/** A number as the file has it; what is no number stays as it was typed, and the check says so. */
export function asNumber(typed: string, decimal = false): number | string {
  const plain = typed.trim();
  return (decimal ? /^-?\d{1,15}(\.\d{1,6})?$/ : /^\d{1,15}$/).test(plain) ? Number(plain) : plain;
}

const OFFSET = "+08:00";
/** A clock time that was typed, in the offset that the file had there. */
export const withOffset = (typed: string, before: string) => `${typed}:00${/[+-]\d\d:\d\d$/.exec(before)?.[0] ?? OFFSET}`;

/** A new scenario: one incident, a duty officer, all reporters played by the program. */
export function newDoc(id: string, start: string): Doc {
  return {
    head: { format: "2", id, title: "", start, end_day: 1, seed: 1 },
    headNotes: {},
    sections: {
      people: [{ key: "duty", value: { roles: ["duty_officer"] }, note: "" }],
      incidents: [{ key: ONLY, value: { by: "duty", occurred_minutes_ago: 30, received_minutes_ago: 5 }, note: "" }],
      branches: [],
      injects: [],
      simulated: [{ key: EVERYBODY, value: { punctuality: 90 }, note: "" }],
      steps: [],
    },
  };
}

const MINUTES_A_DAY = 1440;

/** Minutes from the first midnight at which an inject will come; null where only the drill knows. */
export function minuteOf(doc: Doc, inject: Data, seen: readonly string[] = []): number | null {
  const { at, after } = inject;
  if (at) {
    const [hours, minutes] = String(at.time ?? "").split(":").map(Number);
    return Number.isFinite(hours) && Number.isFinite(minutes) && typeof at.day === "number" ? (at.day - 1) * MINUTES_A_DAY + hours! * 60 + minutes! : null;
  }
  if (!after || typeof after.minutes !== "number" || seen.includes(String(inject.id))) return null;
  if (after.inject) {
    const other = doc.sections.injects.find((one) => one.value.id === after.inject);
    const base = other ? minuteOf(doc, other.value, [...seen, String(inject.id)]) : null;
    return base === null ? null : base + after.minutes;
  }
  const begun = startMinute(doc);
  const call = after.incident ? doc.sections.incidents.find((one) => one.key === after.incident)?.value : {};
  if (begun === null || !call || call.after) return null;
  const opened = call.at ? minuteOf(doc, { at: call.at }) : begun;
  return opened === null ? null : opened + after.minutes;
}

function startMinute(doc: Doc): number | null {
  const found = /T(\d\d):(\d\d)/.exec(String(doc.head.start ?? ""));
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** Injects in order of time: what only the drill knows comes after, what waits in reserve last. */
export function inOrder(doc: Doc): Entry[] {
  const rank = (one: Entry) => (one.value.pool ? Infinity : (minuteOf(doc, one.value) ?? 1e9));
  return doc.sections.injects.map((one, n) => ({ one, n, rank: rank(one) })).sort((a, b) => (a.rank === b.rank ? a.n - b.n : a.rank - b.rank)).map(({ one }) => one);
}

/** Move an entry by one place among those with the same time; false where there is none. */
export function neighbour(doc: Doc, entry: Entry, step: 1 | -1): Entry | null {
  const shown = inOrder(doc);
  const next = shown[shown.indexOf(entry) + step];
  if (!next) return null;
  const same = Boolean(next.value.pool) === Boolean(entry.value.pool) && minuteOf(doc, next.value) === minuteOf(doc, entry.value);
  return same ? next : null;
}

export function swap(list: Entry[], a: Entry, b: Entry): void {
  const [i, j] = [list.indexOf(a), list.indexOf(b)];
  [list[i], list[j]] = [b, a];
}

/** A copy of an inject with a name of its own, right behind it. */
export function copied(doc: Doc, entry: Entry): Entry {
  const made = copy(entry);
  made.value.id = freshName(injectIds(doc), "inject");
  made.key = made.value.id as string;
  doc.sections.injects.splice(doc.sections.injects.indexOf(entry) + 1, 0, made);
  return made;
}

/** A name for a copy of a scenario that is not taken. */
export function copyName(id: string, taken: string[]): string {
  const stem = id.replace(/_\d+$/, "").slice(0, 50);
  return freshName(taken, stem);
}
