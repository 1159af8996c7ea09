/**
 * Words between those who conduct and judge. What is written waits in this browser, with its instant and a
 * key of its own, until the server has it; a second sending writes nothing twice.
 */
import { computed, ref, shallowRef } from "vue";
import { api } from "../api/api";
import { asProblem } from "../api/problem";
import type { DrillWords } from "../api/types";
import { newKey } from "../evaluation/remarks";
import { session } from "../live/session";
import { serverNow } from "../time/clock";
import { drill, oversees } from "./drill";

export interface WaitingWords {
  key: string;
  by: string;
  scenario: string;
  at: string;
  text: string;
  /** Why the server refuses it; null while nobody has refused it. */
  refused: string | null;
}

const WAITING = "zhiban.drill-words";
const READ = "zhiban.drill-words-read";

function kept<T>(name: string, none: T): T {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? "null") as T | null) ?? none;
  } catch {
    return none;
  }
}

export const words = shallowRef<DrillWords[]>([]);
const every = shallowRef<WaitingWords[]>(kept<WaitingWords[]>(WAITING, []));
/** What this account wrote in this drill and the server does not have yet. */
export const waiting = computed(() => every.value.filter((one) => one.by === session.name && one.scenario === drill.sign?.scenario));

const place = () => `${drill.sign?.scenario} ${session.name}`;
const read = ref<Record<string, string[]>>(kept<Record<string, string[]>>(READ, {}));
/** How many of the others' words this account has not had before it, in this browser. */
export const unread = computed(() => {
  const seen = new Set(read.value[place()] ?? []);
  return words.value.filter((one) => one.by !== session.name && !seen.has(one.key)).length;
});

export function haveRead(): void {
  if (!unread.value) return;
  read.value = { ...read.value, [place()]: words.value.map((one) => one.key) };
  localStorage.setItem(READ, JSON.stringify(read.value));
}

/** Somebody wrote; a frame says so. */
export function heardWords(one: DrillWords): void {
  if (!words.value.some((known) => known.key === one.key)) words.value = [...words.value, one];
}

/** What was written while nobody listened. */
export async function loadWords(): Promise<void> {
  if (!oversees.value) return;
  const found = await api.drillWords().catch(() => null);
  if (found) words.value = [...found, ...words.value.filter((one) => !found.some((known) => known.key === one.key))];
}

function keep(list: WaitingWords[]): void {
  every.value = list;
  localStorage.setItem(WAITING, JSON.stringify(list));
}

export function write(text: string, begun: number | null): void {
  const said = text.trim();
  if (!said || session.name === null || !drill.sign) return;
  const at = new Date(begun ?? serverNow()).toISOString();
  keep([...every.value, { key: newKey(), by: session.name, scenario: drill.sign.scenario, at, text: said, refused: null }]);
  void flush();
}

export function discard(key: string): void {
  keep(every.value.filter((one) => one.key !== key));
}

let sending = false;
/** Send what waits, in order, until the server cannot be reached; what it refuses stays, with its reason. */
export async function flush(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    for (const one of waiting.value) {
      if (one.refused) continue;
      try {
        heardWords(await api.sendDrillWords({ key: one.key, at: one.at, text: one.text }));
        discard(one.key);
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status < 400 || problem.status >= 500 || [401, 408, 429].includes(problem.status)) return;
        keep(every.value.map((other) => (other.key === one.key ? { ...other, refused: problem.message } : other)));
      }
    }
  } finally {
    sending = false;
  }
}
