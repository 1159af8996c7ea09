/** Whom a plan names, and how the address book is asked for them. Pure. */
import type { PlanDetail } from "../api/types";
import type { Asked } from "./book";

interface Based {
  clause?: string[];
}

/** How the book is asked for a post, a unit or a division of the plan. */
export function askedOf(plan: PlanDetail, party: string, division?: string): Asked {
  if (/^\d{6}$/.test(party)) return { division: party };
  const place = division ? { division } : {};
  return plan.roles.some((one) => one.id === party) ? { post: `${plan.id}:${party}`, ...place } : { unit: `${plan.id}:${party}`, ...place };
}

/** Posts and units that act by rules which rest on one of these clauses, each once, as the plan names them. */
export function partiesAt(plan: PlanDetail, clauses: string[]): string[] {
  const of = (rows: readonly Based[], parties: (row: any) => (string[] | undefined)[]) =>
    rows.filter((row) => row.clause?.some((one) => clauses.includes(one))).flatMap((row) => parties(row).flatMap((ids) => ids ?? []));
  const found = [
    ...of(plan.lifecycle, (row) => [row.by, row.approved_by, row.recommended_by]),
    ...of(plan.acts, (row) => [row.by]),
    ...of(plan.roles, (row) => [[row.id]]),
    ...of(plan.reports, (row) => [row.reporters.units, row.recipients]),
    ...of(plan.groups, (row) => [row.leader, row.members]),
    ...of(plan.measures, (row) => [row.unit]),
    ...of(plan.end_conditions, (row) => [row.confirmed_by]),
  ];
  const known = new Set([...plan.roles.map((one) => one.id), ...plan.units.map((one) => one.id)]);
  return [...new Set(found)].filter((id) => known.has(id));
}

/**
 * The post or unit behind a name as a screen shows it; undefined for other words. Of
 * 市应急管理局主要负责人 it is the unit, by the longest of its names with which the words begin.
 */
export function partyNamed(plan: PlanDetail, name: string): string | undefined {
  const wanted = name.trim();
  const role = plan.roles.find((one) => one.name === wanted || one.name_en === wanted);
  if (role) return role.id;
  const names = plan.units.flatMap((one) =>
    [one.name, one.name_en ?? "", ...(one.aliases ?? [])].filter((known) => known && wanted.startsWith(known)).map((known) => ({ id: one.id, length: known.length })));
  return names.sort((a, b) => b.length - a.length)[0]?.id;
}
