/** The message catalogues: every text of the page, by key. Chinese is always there; English comes when it is chosen. */
import { ref } from "vue";
import { zh } from "./zh";

export type Key = keyof typeof zh;
export type Language = "zh" | "en";

type Catalogue = Record<Key, string>;
const OTHERS = { en: async (): Promise<Catalogue> => (await import("./en")).en };
const held: Record<"zh", Catalogue> & Partial<Record<Language, Catalogue>> = { zh };
const REMEMBERED = "zhiban.language";

/** The language that is shown: one whose catalogue is here. */
export const language = ref<Language>("zh");
let wanted: Language = "zh";
let last: Promise<void> = Promise.resolve();
/** Fulfilled once the language that was asked for last is shown, or cannot be. */
export const spoken = (): Promise<void> => last;

/** The sentence of `key` in the chosen language, `{name}` filled in, `{name|one|many}` chosen by the number. */
export function t(key: Key, facts: Record<string, unknown> = {}): string {
  return fill((held[language.value] ?? zh)[key], facts);
}

/** Like `t`, for keys that come from the server; the plain word where there is no sentence. */
export function word(prefix: string, name: string, facts: Record<string, unknown> = {}): string {
  const key = `${prefix}.${name}` as Key;
  return key in zh ? t(key, facts) : name;
}

export function hasWord(prefix: string, name: string): boolean {
  return `${prefix}.${name}` in zh;
}

/** Whether there is such a language. */
export function isLanguage(name: string | null): name is Language {
  return name !== null && (name === "zh" || Object.hasOwn(OTHERS, name));
}

/**
 * Show this page in the language, as soon as its catalogue is here. The last choice counts; where
 * the catalogue cannot be had, the page goes on in the language that it has.
 */
export function speak(chosen: Language): Promise<void> {
  wanted = chosen;
  last = show(chosen);
  return last;
}

async function show(chosen: Language): Promise<void> {
  if (chosen !== "zh" && !held[chosen]) {
    const found = await OTHERS[chosen]().catch(() => null);
    if (!found || wanted !== chosen) return;
    held[chosen] = found;
  }
  language.value = chosen;
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/** The reader's choice: for this page and, in this browser, for the next ones. */
export function useLanguage(chosen: Language): void {
  void speak(chosen);
  try {
    localStorage.setItem(REMEMBERED, chosen);
  } catch {
    // A browser that forbids storage forgets the choice; nothing else is lost.
  }
}

function fill(sentence: string, facts: Record<string, unknown>): string {
  return sentence.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    if (!(name in facts)) return whole;
    return one === undefined ? String(facts[name]) : (Number(facts[name]) === 1 ? one : many!);
  });
}

/** The language that was chosen in this browser before. */
export function remembered(): Language {
  try {
    return localStorage.getItem(REMEMBERED) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}
