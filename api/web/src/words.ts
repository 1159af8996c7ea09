/** Names for the ids in views and events: levels, roles, figures; from the plan where it has them. */
import { showTime } from "./clock";
import { t, word } from "./messages";
import type { Allowed, IncidentView, JournalEvent, PlanDetail, PlanFact } from "./types";

const NUMERALS: Record<string, string> = { I: "Ⅰ", II: "Ⅱ", III: "Ⅲ", IV: "Ⅳ" };

/** "Ⅲ" for a level's badge. */
export const numeral = (level: string | null) => (level ? (NUMERALS[level] ?? level) : "—");

/** The name of a position: "三级响应", "Ⅲ级 紧张状态". */
export function positionName(
  plan: PlanDetail | undefined,
  level: string | null | undefined,
  subState: string | null | undefined,
): string {
  if (!level) return "";
  const found = plan?.levels.find((one) => one.id === level);
  const sub = found?.sub_states?.find((one) => one.id === subState)?.name ?? subState ?? "";
  const name = found?.name ?? numeral(level);
  return sub ? `${name} ${sub}` : name;
}

export function levelColour(plan: PlanDetail | undefined, level: string | null): string {
  return plan?.levels.find((one) => one.id === level)?.colour ?? "grey";
}

/** The name of a role id, of the plan or a general one. */
export function roleName(plan: PlanDetail | undefined, id: string): string {
  const bare = id.includes(":") ? id.slice(id.indexOf(":") + 1) : id;
  return plan?.roles.find((role) => role.id === bare)?.name ?? word("general_role", bare);
}

export const roleNames = (entry: Allowed) => entry.roles.map((role) => role.name).join(t("act.or"));

/** A name for any id of the plan: unit, division, role, group. */
export function anyName(plan: PlanDetail | undefined, id: string): string {
  if (!plan) return id;
  const all = [
    ...(plan.units ?? []),
    ...plan.jurisdiction.divisions,
    plan.jurisdiction,
    ...plan.roles,
    ...plan.groups,
    ...(plan.command?.holders ?? []),
  ];
  return all.find((one) => ("code" in one ? one.code : one.id) === id)?.name ?? id;
}

export function factUnit(fact: PlanFact): string {
  return fact.unit ?? word("unit", fact.kind);
}

/** A figure's value in words, with its unit. */
export function factValue(plan: PlanDetail | undefined, id: string, value: unknown): string {
  const fact = plan?.facts.find((one) => one.id === id);
  if (value === null || value === undefined) return t("common.unknown");
  if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
  if (Array.isArray(value)) {
    const names = value.map((one) => listName(plan, fact, String(one)));
    return names.join(t("common.list_comma")) || t("common.none");
  }
  const shown = typeof value === "number" ? value.toLocaleString("zh-CN") : String(value);
  return fact && typeof value === "number" ? `${shown} ${factUnit(fact)}`.trim() : shown;
}

function listName(plan: PlanDetail | undefined, fact: PlanFact | undefined, id: string): string {
  return fact?.choices?.find((choice) => choice.id === id)?.name ?? anyName(plan, id);
}

// ── Journal ────────────────────────────────────────────────────────────────

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** One line that says what an entry is. */
export function eventTitle(
  event: JournalEvent,
  view: IncidentView | undefined,
  plan: PlanDetail | undefined,
): string {
  const data = event.data;
  const name = (list: { id: string }[] | undefined, id: unknown, key: "name" | "text") =>
    text((list?.find((one) => one.id === id) as Record<string, unknown> | undefined)?.[key]) ||
    text(id);
  const until = text(data.until) || text(data.at);
  return word("event", event.type, {
    place: positionName(plan, text(data.level), text(data.sub_state)),
    to: anyName(plan, text(data.to)),
    group: name(view?.groups, data.group, "name"),
    measure:
      name(view?.measures, data.measure, "text") === data.measure
        ? name(plan?.measures, data.measure, "text")
        : name(view?.measures, data.measure, "text"),
    condition: name(view?.end_conditions, data.condition, "text"),
    kind: word("kind", text(data.kind) || "scheduled"),
    obligation: obligationOf(data, view, plan),
    anchor: text(data.anchor),
    target: String(data.target ?? data.seq ?? data.struck ?? data.entry ?? ""),
    role: roleName(plan, text(data.role)),
    until: until ? showTime(until) : "",
  }).replace(/[：:]\s*$/, "");
}

function obligationOf(
  data: Record<string, unknown>,
  view: IncidentView | undefined,
  plan: PlanDetail | undefined,
): string {
  const slot = view?.next_slots.find((one) => one.id === data.slot);
  const id = text(data.obligation);
  const name =
    text(data.obligation_name) ||
    slot?.obligation_name ||
    plan?.reports?.find((one) => one.id === id)?.name ||
    id;
  const reporter = text(data.reporter) ? anyName(plan, text(data.reporter)) : "";
  return [name, reporter].filter(Boolean).join(" · ");
}

/** The further lines of an entry: its words and figures. */
export function eventDetails(event: JournalEvent, plan: PlanDetail | undefined): string[] {
  const data = event.data;
  const lines: string[] = [];
  for (const [id, value] of Object.entries((data.facts ?? {}) as Record<string, unknown>)) {
    const plain =
      value !== null && typeof value === "object" && !Array.isArray(value) && "value" in value
        ? (value as { value: unknown }).value
        : value;
    const name = plan?.facts.find((fact) => fact.id === id)?.name ?? id;
    lines.push(`${name} ${factValue(plan, id, plain)}`);
  }
  if (lines.length) lines.splice(0, lines.length, lines.join("；"));
  if (text(data.source) || text(data.as_of)) {
    lines.push(
      t("facts.from", {
        source: text(data.source) || t("common.unknown"),
        as_of: showTime(text(data.as_of) || event.occurred_at),
      }),
    );
  }
  for (const key of ["title", "text", "note", "reason"]) if (text(data[key])) lines.push(text(data[key]));
  if (data.leader || data.members) {
    const names = [data.leader, data.members].flat().filter(Boolean).map(String);
    lines.push(names.map((id) => anyName(plan, id)).join(t("common.list_comma")));
  }
  lines.push(...contentLines(data.content));
  return lines;
}

function contentLines(content: unknown): string[] {
  if (typeof content === "string") return content ? [content] : [];
  if (!content || typeof content !== "object") return [];
  return Object.entries(content as Record<string, unknown>)
    .filter(([, value]) => value !== "" && value !== null)
    .map(([key, value]) => `${key}：${String(value)}`);
}
