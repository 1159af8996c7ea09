/** A plan as a list of rules that people can read: each with its clauses and in plain words. */
import { anyName, fieldName, named } from "../incident/words";
import { hasWord, language, t, word } from "../messages";
import type { PlanDetail } from "../api/types";

export const PARTS = ["levels", "decisions", "posts", "reports", "groups", "measures", "endings", "figures", "assumptions"] as const;
export type Part = (typeof PARTS)[number];

export interface Rule {
  key: string;
  part: Part;
  title: string;
  lines: string[];
  clause: string[];
  assumption: string[];
  /** The plan file's remark on how sure this reading is. */
  note: string;
}

interface Based {
  clause?: string[];
  assumption?: string[];
  note?: string | null;
}

const english = () => language.value === "en";
const worded = (one: { text: string; text_en?: string | null }) => (english() && one.text_en ? one.text_en : one.text);
const listed = (names: string[]) => names.filter(Boolean).join(t("common.list_comma"));
const line = (key: Parameters<typeof t>[0], value: string) => (value ? [t(key, { value })] : []);

/** Every rule of the plan, part by part. */
export function rulesOf(plan: PlanDetail): Rule[] {
  const names = (ids: string[] | undefined) => listed((ids ?? []).map((id) => anyName(plan, id)));
  const places = (ids: string[] | undefined) =>
    listed((ids ?? []).map((id) => plan.positions.find((one) => one.id === id)?.name ?? word("stage", id)));
  const acts = (ids: string[]) => listed(ids.map((id) => (hasWord("plan.act", id) ? word("plan.act", id) : word("act", id))));
  const rule = (part: Part, id: string, title: string, lines: string[], from: Based): Rule => ({
    key: `${part}-${id}`, part, title, lines, clause: from.clause ?? [], assumption: from.assumption ?? [],
    // Remarks of a plan file have no English.
    note: english() ? "" : (from.note ?? ""),
  });
  const cadence = new Map(plan.cadences.map((one) => [one.id, one]));
  return [
    ...plan.levels.flatMap((level) => levelRules(plan, level.id, rule)),
    ...plan.lifecycle.map((row, index) => rule("decisions", String(index), acts(row.on), [
      ...line("plan.from", places(row.from)), ...line("plan.to", places(row.to)),
      ...line("plan.recommended_by", names(row.recommended_by)), ...line("plan.approved_by", names(row.approved_by)),
      ...line("plan.by", names(row.by)), ...(row.desk ? [t("plan.desk")] : []),
    ], row)),
    ...plan.acts.map((act, index) => rule("decisions", `act-${index}`, acts(act.on), [
      ...line("plan.at", places(act.at)), ...line("plan.by", names(act.by)), ...(act.desk ? [t("plan.desk")] : []),
    ], act)),
    ...plan.roles.map((role) => rule("posts", role.id, named(role), [
      ...(english() ? [] : line("plan.holders", listed(role.holders ?? []))), ...(role.signs_in ? [] : [t("plan.no_sign_in")]),
    ], role)),
    ...plan.reports.map((report) => rule("reports", report.id, named(report), [
      ...line("plan.reporters", reporters(plan, report.reporters)), ...line("plan.recipients", names(report.recipients)),
      ...line("plan.at", places(report.at)), ...line("plan.due", cadence.get(report.id)?.reckoned ?? ""),
      ...line("plan.owed_when", cadence.get(report.id)?.owed_when ?? ""),
      ...line("plan.content", listed((report.content ?? []).map((field) => fieldName(plan, field)))),
    ], report)),
    ...plan.groups.map((group) => rule("groups", group.id, named(group), [
      ...line("plan.leader", names(group.leader)), ...line("plan.members", names(group.members)),
      ...(english() ? [] : line("plan.duty", group.duty ?? "")),
    ], group)),
    ...plan.measures.map((measure) => rule("measures", measure.id, worded(measure), [
      ...line("plan.at", places(measure.at)), ...line("plan.units", names(measure.unit)), word("modality", measure.modality),
    ], measure)),
    ...plan.end_conditions.map((one) => rule("endings", one.id, worded(one), [
      ...line("plan.at", places(one.at)), ...line("plan.confirmed_by", names(one.confirmed_by)),
    ], one)),
    ...plan.facts.map((fact) => rule("figures", fact.id, named(fact), [word("plan.kind", fact.kind)], fact)),
    ...plan.assumptions.map((one) => rule("assumptions", one.id, `${one.id} ${worded(one)}`, [], { clause: one.clause })),
  ];
}

type Make = (part: Part, id: string, title: string, lines: string[], from: Based) => Rule;

function levelRules(plan: PlanDetail, id: string, rule: Make): Rule[] {
  const level = plan.levels.find((one) => one.id === id)!;
  const reckoned = new Map(plan.criteria.map((one) => [one.id, one.reckoned]));
  const criteria = (list: typeof level.criteria, of: string) => (list ?? []).map((one) =>
    rule("levels", `${id}-${one.id}`, `${of}${t("common.colon")}${worded(one)}`, line("plan.reckoned", reckoned.get(one.id) ?? ""), one));
  return [
    rule("levels", id, named(level), level.tier ? line("plan.tier", word("plan.tier", level.tier)) : [], level),
    ...criteria(level.criteria, named(level)),
    ...(level.sub_states ?? []).flatMap((sub) => criteria(sub.criteria, `${named(level)} ${named(sub)}`)),
  ];
}

function reporters(plan: PlanDetail, given: PlanDetail["reports"][number]["reporters"]): string {
  const divisions = given.divisions ? [word("plan.divisions", given.divisions)] : [];
  const fact = plan.facts.find((one) => one.id === given.divisions_in);
  return listed([
    ...divisions, ...(fact ? [t("plan.divisions_in", { value: named(fact) })] : []),
    ...(given.members ? [t("plan.all_members")] : []), ...(given.units ?? []).map((one) => anyName(plan, one)),
  ]);
}

/** The rules that hold all the words of the question; a clause's number counts as a word. */
export function found(rules: Rule[], question: string): Rule[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return rules;
  return rules.filter((rule) => {
    const text = [rule.title, ...rule.lines, ...rule.clause, ...rule.assumption, rule.note].join(" ").toLowerCase();
    return words.every((one) => text.includes(one));
  });
}

/** What hangs on a clause. */
export const hanging = (rules: Rule[], clause: string) => rules.filter((rule) => rule.clause.includes(clause));
