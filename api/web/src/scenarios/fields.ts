/** What every part of the page is given: the choices, and what is wrong at a place. */
import { inject, provide, type InjectionKey, type Ref } from "vue";
import type { PlanChoices, ScenarioChoices, ScenarioFinding } from "../api/types";
import { hasWord, language, t, word } from "../messages";
import { keptWords } from "./keptWords";
import type { Data, Doc, Place } from "./model";

export interface Choice {
  id: string;
  name: string;
}
export interface Ground {
  doc: Ref<Doc>;
  choices: Ref<ScenarioChoices | null>;
  findings: Ref<ScenarioFinding[]>;
  mayWrite: Ref<boolean>;
  /** Trying changes nothing, so a scenario that comes with the plans can be tried too. */
  mayTry: Ref<boolean>;
}
const GROUND: InjectionKey<Ground> = Symbol("scenario");

export const provideGround = (ground: Ground) => provide(GROUND, ground);

export function useGround() {
  const ground = inject(GROUND)!;
  const { doc, choices, findings } = ground;

  /** What is wrong at a place, and at nothing above it; an only entry of a list may have no number. */
  function wrong(place: Place): string | null {
    const wanted = [JSON.stringify(place), JSON.stringify(place.filter((step, n) => !(n > 1 && step === 0 && place[n - 1] === "expected")))];
    return findings.value.find((one) => wanted.includes(JSON.stringify(one.place)))?.sentence ?? null;
  }
  /** Everything that is wrong in an entry. */
  const below = (place: Place) => findings.value.filter((one) => place.every((step, n) => one.place[n] === step));

  const plans = () => doc.value.sections.incidents.map((one) => choices.value?.plans.find((plan) => plan.id === one.value.plan)).filter((one): one is PlanChoices => Boolean(one));
  /** The plan of an incident, by default of the first. */
  function planOf(incident: unknown): PlanChoices | null {
    const entry = doc.value.sections.incidents.find((one) => one.key === incident) ?? doc.value.sections.incidents[0];
    return choices.value?.plans.find((plan) => plan.id === entry?.value.plan) ?? null;
  }
  const posts = (): Choice[] => [...(choices.value?.roles ?? []), ...unique(plans().flatMap((one) => one.posts.map((post) => ({ id: post.id, name: plans().length > 1 ? t("common.bracketed", { name: post.name, more: one.name }) : post.name }))))];
  const reporters = (): Choice[] => unique(plans().flatMap((one) => [...one.divisions, ...one.units]));

  const units = (): Choice[] => unique(plans().flatMap((one) => one.units));

  /** A person of the scenario by the posts that it holds; those with the same posts are numbered. */
  function personName(key: string): string {
    const own = postsOf(key);
    const alike = doc.value.sections.people.filter((one) => postsOf(one.key) === own).map((one) => one.key);
    return alike.length > 1 && alike.includes(key) ? `${own} ${alike.indexOf(key) + 1}` : own;
  }
  function postsOf(key: string): string {
    const person = doc.value.sections.people.find((one) => one.key === key);
    if (!person) return key;
    const roles = person.value.roles as unknown;
    const every = [...(choices.value?.roles ?? []), ...(choices.value?.plans.flatMap((one) => one.posts) ?? [])];
    const names = (Array.isArray(roles) ? roles : []).map((role) => every.find((one) => one.id === role)?.name ?? String(role));
    const own = [...new Set(names)].join(t("common.list_comma")) || t("scenario.person_unnamed");
    const where = reporters().find((one) => one.id === (person.value.division ?? person.value.unit))?.name;
    return where ? t("common.bracketed", { name: own, more: where }) : own;
  }
  const people = (): Choice[] => doc.value.sections.people.map((one) => ({ id: one.key, name: personName(one.key) }));
  const incidents = (): Choice[] => doc.value.sections.incidents.map((one, n) => ({ id: one.key, name: String(one.value.title || t("scenario.incident_n", { n: n + 1 })) }));
  const injects = (without?: unknown): Choice[] => doc.value.sections.injects.filter((one) => one.value.id !== without).map((one) => ({ id: String(one.value.id), name: shortly(one.value) }));
  /** The name of whatever an id may stand for: in the plan first, then anywhere in the scenario. */
  function nameOf(id: string, plan: PlanChoices | null): string | undefined {
    const parts = (one: PlanChoices): Choice[] => [one.divisions, one.units, one.reports, one.measures, one.groups, one.holders, one.levels, one.levels.flatMap((level) => level.sub_states), one.end_conditions, one.grades, one.facts, one.facts.flatMap((fact) => fact.options), one.places].flat();
    const every = [plan, ...plans()].filter((one): one is PlanChoices => Boolean(one));
    const post = every.flatMap((one) => one.posts).find((one) => one.id === id || one.id.endsWith(`:${id}`));
    const found = every.flatMap(parts).find((one) => one.id === id) ?? post ?? choices.value?.roles.find((one) => one.id === id) ?? choices.value?.means.find((one) => one.id === id);
    if (found) return found.name;
    if (doc.value.sections.people.some((one) => one.key === id)) return personName(id);
    return incidents().find((one) => one.id === id || `@${one.id}` === id)?.name;
  }
  const inWords = (value: unknown, plan: PlanChoices | null) => keptWords(value, (id) => nameOf(id, plan));
  return { ...ground, inWords, wrong, below, plans, planOf, posts, reporters, units, people, personName, incidents, injects };
}

/** The beginning of what an inject says. */
export function shortly(value: Data): string {
  const said = saying(value);
  return said.length > SHORT ? `${said.slice(0, SHORT).trimEnd()}…` : said;
}
const SHORT = 24;
/** What a branch is called, in the reader's language where it has it. */
export const branchName = (value: Data | undefined): string => String((language.value === "en" && value?.title_en) || value?.title || "");
/** What an inject says, in the reader's language where it has it. */
export const saying = (value: Data) => String((language.value === "en" && value.text_en) || value.text || t("scenario.no_text"));

export const unique = (choices: Choice[]) => [...new Map(choices.map((one) => [one.id, one])).values()];

/** What a field is called, for a finding that stands at a row. */
export function fieldName(place: Place): string {
  const steps = [...place].reverse().filter((one): one is string => typeof one === "string");
  const key = steps.find((one) => hasWord("scenario.field", one));
  return key ? word("scenario.field", key) : "";
}

export const nameIn = (choices: Choice[] | undefined, id: unknown) => choices?.find((one) => one.id === id)?.name ?? String(id ?? "");
