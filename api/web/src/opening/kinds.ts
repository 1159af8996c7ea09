/** Kinds of event over all plans: the officer chooses what happened, the plan follows. */
import type { PlanDetail, PlanFact, PlanSummary } from "../api/types";

export type Kind = PlanSummary["kinds"][number];

export interface KindOfPlan {
  kind: Kind;
  plan: PlanSummary;
}

/** All kinds, plan by plan in the order of the list; within a plan as its file has them. */
export const kindsOf = (plans: PlanSummary[]): KindOfPlan[] =>
  plans.flatMap((plan) => plan.kinds.map((kind) => ({ kind, plan })));

/** Kinds whose name (in the page's language) or other words hold what was typed; all where nothing was. */
export function found(all: KindOfPlan[], typed: string): KindOfPlan[] {
  const sought = typed.trim().toLowerCase();
  if (!sought) return all;
  const words = ({ kind }: KindOfPlan) => [kind.name, ...kind.aliases];
  return all.filter((one) => words(one).some((word) => word.toLowerCase().includes(sought)));
}

/** What an incident may be called by what is known: the place, then the kind of event. */
export function suggestedTitle(division: string, place: string, kind: string): string {
  const where = place.startsWith(division) ? place : division + place;
  return [where, where.includes(kind) ? "" : kind].filter(Boolean).join(" ");
}

/** Who said it, as the source of the first figures. */
export const suggestedSource = ({ post, name }: { post: string; name: string }): string =>
  [post.trim(), name.trim()].filter(Boolean).join(" ");

/** Figures come first: they decide the level. The rest is a press away. */
export const decides = (fact: PlanFact): boolean =>
  ["count", "percent", "money", "divisions", "choices"].includes(fact.kind);

export function parted(plan: PlanDetail): { first: PlanFact[]; more: PlanFact[] } {
  return { first: plan.facts.filter(decides), more: plan.facts.filter((fact) => !decides(fact)) };
}
