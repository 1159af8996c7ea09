/** Who can be called by hand: by duty, by post of the plan, or one person; found by words. Pure. */
import type { Contact, PlanDetail } from "../api/types";

export type Target = { on_duty: "leader" | "duty_officers" | "standby" } | { post: string } | { contact: string };

export interface Choice {
  /** Unique among the choices. */
  id: string;
  target: Target;
  name: string;
  /** What stands behind the name, such as the unit. */
  about: string;
}

const ON_DUTY = ["leader", "duty_officers", "standby"] as const;

/** On duty first, then the posts and units of the plan, then persons. */
export function choices(onDuty: (who: (typeof ON_DUTY)[number]) => string, plan: PlanDetail | undefined, contacts: Contact[], named: (one: { name: string; name_en?: string | null }) => string): Choice[] {
  const posts = [...(plan?.roles ?? []), ...(plan?.units ?? [])];
  return [
    ...ON_DUTY.map((who) => ({ id: `duty ${who}`, target: { on_duty: who }, name: onDuty(who), about: "" })),
    ...posts.map((one) => ({ id: `post ${one.id}`, target: { post: one.id }, name: named(one), about: "" })),
    ...contacts.map((one) => ({
      id: `contact ${one.id}`, target: { contact: one.id }, name: one.person ?? `${one.unit} ${one.post}`,
      about: one.person ? `${one.unit} ${one.post}` : one.division_name ?? "",
    })),
  ];
}

/**
 * Every word has to occur, or the address book has found the person (`hits`: ids of contacts), as
 * by the initials of his name; without words those on duty and the posts.
 */
export function matching(all: Choice[], words: string, most: number, hits: ReadonlySet<string> = new Set()): Choice[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = wanted.length
    ? all.filter((one) => ("contact" in one.target && hits.has(one.target.contact)) || wanted.every((word) => `${one.name} ${one.about}`.toLowerCase().includes(word)))
    : all.filter((one) => !("contact" in one.target));
  return found.slice(0, most);
}
