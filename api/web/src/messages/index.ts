/** The message catalogues: every text of the page, by key; Chinese first. */
import { ref } from "vue";
import { en } from "./en";
import { zh } from "./zh";

export type Key = keyof typeof zh;
export type Language = "zh" | "en";

const CATALOGUES: Record<Language, Record<Key, string>> = { zh, en };
const REMEMBERED = "zhiban.language";

export const language = ref<Language>(remembered());

/** The sentence of `key` in the chosen language, `{name}` filled in. */
export function t(key: Key, facts: Record<string, unknown> = {}): string {
  return fill(CATALOGUES[language.value][key], facts);
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
  return name !== null && Object.hasOwn(CATALOGUES, name);
}

/** Show this page in the language. */
export function speak(chosen: Language): void {
  language.value = chosen;
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/** The reader's choice: for this page and, in this browser, for the next ones. */
export function useLanguage(chosen: Language): void {
  speak(chosen);
  try {
    localStorage.setItem(REMEMBERED, chosen);
  } catch {
    // A browser that forbids storage forgets the choice; nothing else is lost.
  }
}

function fill(sentence: string, facts: Record<string, unknown>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in facts ? String(facts[name]) : whole,
  );
}

function remembered(): Language {
  try {
    return localStorage.getItem(REMEMBERED) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}
