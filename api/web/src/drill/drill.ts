/** The live drill that the server plays: what every screen knows of it, and what this account sees. */
import { computed, reactive, shallowRef } from "vue";
import { api } from "../api/api";
import { asProblem, type Problem } from "../api/problem";
import type { DrillAction, DrillSign, DrillView, Inject } from "../api/types";
import { session } from "../live/session";
import { language, t } from "../messages";

/** Null on a server that plays none. */
export const drill = reactive({ sign: null as DrillSign | null });
export const view = shallowRef<DrillView | null>(null);
export const problem = shallowRef<Problem | null>(null);

export const oversees = computed(() => session.roles.some((role) => role === "controller" || role === "evaluator"));
export const conducts = computed(() => session.roles.includes("controller"));
export const title = computed(() => (language.value === "en" && drill.sign?.title_en) || drill.sign?.title || "");
/** The record is looked at although the drill is over. */
export const reading = shallowRef("");

let asked = 0;
let shown = 0;
/** The problem of the last reading; only that one ends with the next. */
let unread: Problem | null = null;

/** A frame said how the drill stands; what this account sees of it is read when that is another. */
export function heardDrill(sign: DrillSign | null): void {
  const before = drill.sign;
  drill.sign = sign;
  if (sign && session.name !== null && (before?.version !== sign.version || before.scenario !== sign.scenario)) void read();
}

/** Read what this account sees; of several answers the last that was asked for counts. */
export async function read(): Promise<void> {
  const mine = ++asked;
  try {
    const found = await api.drill();
    if (mine > shown) [shown, view.value] = [mine, found];
    // The page is read every few seconds: a refusal stays until something else is asked for.
    if (problem.value === unread) problem.value = null;
  } catch (error) {
    // A screen without an account (a wall) is shown the state alone.
    if (mine > shown) problem.value = unread = asProblem(error);
  }
}

export async function control(action: DrillAction, more: Record<string, unknown> = {}): Promise<boolean> {
  const mine = ++asked;
  try {
    const found = await api.controlDrill({ action, ...more });
    if (mine > shown) [shown, view.value] = [mine, found];
    problem.value = null;
    return true;
  } catch (error) {
    problem.value = asProblem(error);
    return false;
  }
}

export const may = (action: DrillAction) => view.value?.may.includes(action) ?? false;

type Part = "done" | "next" | "waiting" | "pool";

/** What is behind: given, skipped; what is next; what waits for a condition; what is given by hand alone. */
export function sortedInjects(injects: Inject[]): Record<Part, Inject[]> {
  const at = (one: Inject) => Date.parse(one.given_at ?? one.due_at ?? "") || 0;
  const byTime = (a: Inject, b: Inject) => at(a) - at(b);
  return {
    done: injects.filter((one) => one.status === "given" || one.status === "skipped").sort(byTime),
    next: injects.filter((one) => one.due_at !== null && (one.status === "waiting" || one.status === "due")).sort(byTime),
    waiting: injects.filter((one) => one.due_at === null && one.status === "waiting"),
    pool: injects.filter((one) => one.status === "in_pool"),
  };
}

export type InjectOrder = Record<Part, string[]>;
const eachPart = <From, To>(parts: Record<Part, From[]>, made: (list: From[]) => To[]): Record<Part, To[]> => ({
  done: made(parts.done), next: made(parts.next), waiting: made(parts.waiting), pool: made(parts.pool),
});

/** The order alone, which may stay while what it orders changes. */
export const orderOf = (sorted: Record<Part, Inject[]>): InjectOrder => eachPart(sorted, (list) => list.map((one) => one.id));

/** Injects as they are now, in an order of before; one that came since then stands at the end of its part. */
export function inOrder(injects: Inject[], order: InjectOrder): Record<Part, Inject[]> {
  const byId = new Map(injects.map((one) => [one.id, one]));
  const known = new Set(Object.values(order).flat());
  const fresh = sortedInjects(injects.filter((one) => !known.has(one.id)));
  const kept = eachPart(order, (ids) => ids.flatMap((id) => byId.get(id) ?? []));
  return { done: [...kept.done, ...fresh.done], next: [...kept.next, ...fresh.next], waiting: [...kept.waiting, ...fresh.waiting], pool: [...kept.pool, ...fresh.pool] };
}

/** What an inject says in the chosen language. */
export const words = (one: Inject) => (language.value === "en" && one.text_en) || one.text;

/** What a part of the scenario is called; whoever is none, as written. */
export function partName(part: string): string {
  if (part === "reporters") return t("drill.reporters");
  const known = view.value?.parts.find((one) => one.part === part);
  return (language.value === "en" && known?.name_en) || known?.name || part;
}

/** An inject as the log names it: by the first words of what it says. */
export function injectName(id: string): string {
  const known = view.value?.injects.find((one) => one.id === id);
  return known ? t("drill.inject_named", { words: shortened(words(known)) }) : id;
}
const MOST = 24;
const shortened = (said: string) => (said.length > MOST ? `${said.slice(0, MOST)}…` : said);

const SEEN = "zhiban.drill-seen";
/** Messages that this account has put away, in this browser. */
export const seen = shallowRef<Set<string>>(new Set(JSON.parse(localStorage.getItem(SEEN) ?? "[]") as string[]));
const key = (id: string) => `${drill.sign?.scenario} ${session.name} ${id}`;

export const isSeen = (id: string) => seen.value.has(key(id));

export function putAway(id: string): void {
  seen.value = new Set([...seen.value, key(id)].slice(-500));
  localStorage.setItem(SEEN, JSON.stringify([...seen.value]));
}
