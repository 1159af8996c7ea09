/** Names for the ids in views and events: levels, roles, figures; from the plan where it has them. */
import { zh } from "../messages/zh";
import { showTime } from "../time/clock";
import { sizeWords } from "../attachments/pending";
import { callDetails } from "../calling/entryWords";
import { language, t, word } from "../messages";
import { callerWords } from "./place";
import type { Allowed, IncidentView, JournalEvent, PlanDetail, PlanFact } from "../api/types";

const NUMERALS: Record<string, string> = { I: "Ⅰ", II: "Ⅱ", III: "Ⅲ", IV: "Ⅳ" };

interface Named {
  name: string;
  name_en?: string | null;
}

/** The name that the plan gives, English where it has one and the reader asks for it. */
export function named(one: Named): string {
  return language.value === "en" && one.name_en ? one.name_en : one.name;
}

/** A plan's title as people read it. */
export const titled = (plan: PlanDetail): string => (language.value === "en" && plan.title_en) || plan.title;

/** A field of reports as people read it; its key in what is reported stays the plan's own word. */
export function fieldName(plan: PlanDetail | undefined, field: string): string {
  const known = plan?.content_fields.find((one) => one.name === field);
  return known ? named(known) : field;
}

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
  const subFound = found?.sub_states?.find((one) => one.id === subState);
  const sub = subFound ? named(subFound) : (subState ?? "");
  const name = found ? named(found) : numeral(level);
  return sub ? `${name} ${sub}` : name;
}

export function levelColour(plan: PlanDetail | undefined, level: string | null): string {
  return plan?.levels.find((one) => one.id === level)?.colour ?? "grey";
}

/** The name of a role id, of the plan or a general one. */
export function roleName(plan: PlanDetail | undefined, id: string): string {
  const bare = id.includes(":") ? id.slice(id.indexOf(":") + 1) : id;
  const role = plan?.roles.find((one) => one.id === bare);
  return role ? named(role) : word("general_role", bare);
}

export const roleNames = (entry: Allowed) => entry.roles.map((role) => role.name).join(t("act.or"));

/** A name for any id of the plan: unit, division, role, group. */
export function anyName(plan: PlanDetail | undefined, id: string): string {
  if (!plan) return id;
  const all: (Named & { id?: string; code?: string })[] = [
    ...(plan.units ?? []),
    ...plan.jurisdiction.divisions,
    plan.jurisdiction,
    ...plan.roles,
    ...plan.groups,
    ...(plan.command?.holders ?? []),
  ];
  const found = all.find((one) => (one.code ?? one.id) === id);
  return found ? named(found) : id;
}

/** One rule behind a decision: a clause of the plan, or an article of a law. */
export interface Source {
  label: string;
  heading: string;
  text: string;
}

/** The citation "5.3.2、order_493:10", rule by rule. */
export function sources(plan: PlanDetail | undefined, citation: string | null): Source[] {
  return (citation ?? "").split("、").filter(Boolean).map((one) => sourceOf(plan, one));
}

function sourceOf(plan: PlanDetail | undefined, one: string): Source {
  const [id = "", article = ""] = one.split(":");
  if (!article) {
    const heading = plan?.clauses?.find((clause) => clause.number === one)?.heading ?? "";
    return { label: language.value === "en" ? one.replace("附件", "Annex ") : one, heading, text: plan?.texts?.[one] ?? "" };
  }
  const law = plan?.laws?.find((known) => known.id === id);
  const name = law ? named(law) : id;
  // 条例（国务院令第493号） is known by its number.
  const short = /[（(]([^）)]*(?:号|No\.)[^）)]*)[）)]$/.exec(name)?.[1] ?? name;
  return { label: t("cite.article", { law: short, article }), heading: name, text: "" };
}

/** "5.3.2、国务院令第493号第10条". */
export function citation(plan: PlanDetail | undefined, clause: string | null): string {
  return sources(plan, clause).map((one) => one.label).join(t("common.list_comma"));
}

/** In English a unit that is only in Chinese is left out: the figure's name says what is counted. */
export function factUnit(fact: PlanFact): string {
  if (language.value === "zh" || !/[\u3400-\u9fff]/.test(fact.unit ?? "")) return fact.unit ?? word("unit", fact.kind);
  return word("unit", fact.kind);
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
  if (fact?.kind === "choice") return listName(plan, fact, String(value));
  const shown = typeof value === "number" ? value.toLocaleString("zh-CN") : String(value);
  return fact && typeof value === "number" ? `${shown} ${factUnit(fact)}`.trim() : shown;
}

function listName(plan: PlanDetail | undefined, fact: PlanFact | undefined, id: string): string {
  const choice = fact?.choices?.find((one) => one.id === id);
  return choice ? named(choice) : anyName(plan, id);
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
  const name = (list: { id: string; name?: string; text?: string }[] | undefined, id: unknown) => {
    const found = list?.find((one) => one.id === id);
    return found?.name ?? found?.text ?? text(id);
  };
  const until = text(data.until);
  return word("event", event.type, {
    place: positionName(plan, text(data.level), text(data.sub_state)),
    act: word("act", text(data.command)),
    to: anyName(plan, text(data.held_by) || text(data.to)),
    group: name(view?.groups, data.group),
    measure: name(plan?.measures ?? view?.measures, data.measure),
    condition: name(plan?.end_conditions ?? view?.end_conditions, data.condition),
    kind: word("kind", text(data.kind)),
    obligation: obligationOf(data, plan),
    anchor: text(data.anchor),
    lasting: placeName(plan, text(data.lasting)),
    hours: String(data.hours ?? ""),
    target: String(data.seq ?? ""),
    other: otherOf(data),
    role: roleName(plan, text(data.delegated_role) || text(data.absent_role)),
    post: postCalled(plan, text(data.post)),
    until: until ? showTime(until) : "",
  }).replace(/[：:]?\s*$/, "");
}

/** Whom a call is for: an entry has the Chinese name; the plan's and the roster's have an English one. */
function postCalled(plan: PlanDetail | undefined, post: string): string {
  const duty = (["leader", "duty_officers", "standby"] as const).find((kind) => zh[`call.duty.${kind}`] === post);
  if (duty) return t(`call.duty.${duty}`);
  const all: Named[] = plan ? [...(plan.units ?? []), ...plan.jurisdiction.divisions, ...plan.roles] : [];
  const found = all.find((one) => one.name === post);
  return found ? named(found) : post;
}

/** The name of a place of the lifecycle: a stage, or a position such as `III.tense`. */
function placeName(plan: PlanDetail | undefined, place: string): string {
  const [level, subState] = place.split(".");
  const found = plan?.levels.some((one) => one.id === level);
  return found ? positionName(plan, level, subState) : word("stage", place);
}

function otherOf(data: Record<string, unknown>): string {
  const other = (data.other ?? {}) as { number?: string; title?: string };
  return [other.number, other.title].filter(Boolean).join(" ");
}

function obligationOf(data: Record<string, unknown>, plan: PlanDetail | undefined): string {
  const report = plan?.reports?.find((one) => one.id === data.obligation);
  const name = report ? named(report) : text(data.obligation) || t("form.extra");
  const reporter = text(data.reporter) ? anyName(plan, text(data.reporter)) : "";
  return [name, reporter].filter(Boolean).join(" · ");
}

/** The entries that correct each report, by the number of its entry. */
export function corrections(events: JournalEvent[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const event of events) {
    const wrong = event.type === "report_submitted" ? Number(event.data.corrects ?? 0) : 0;
    if (wrong) found.set(wrong, [...(found.get(wrong) ?? []), event.seq]);
  }
  return found;
}

/** "已由第 29 条更正", empty for a report that none corrects. */
export function correctedBy(found: Map<number, number[]>, seq: number | null): string {
  const by = found.get(seq ?? 0);
  return by ? t("journal.corrected_by", { seqs: by.join(t("common.list_comma")) }) : "";
}

/** The further lines of an entry: its words and figures. */
export function eventDetails(event: JournalEvent, plan: PlanDetail | undefined): string[] {
  const data = event.data;
  const lines: string[] = [];
  for (const [id, value] of Object.entries((data.facts ?? {}) as Record<string, unknown>)) {
    const fact = plan?.facts.find((one) => one.id === id);
    lines.push(`${fact ? named(fact) : id} ${factValue(plan, id, value)}`);
  }
  if (lines.length) lines.splice(0, lines.length, lines.join(t("common.semicolon")));
  if (text(data.source) || text(data.as_of)) {
    lines.push(
      t("facts.from", {
        source: text(data.source) || t("common.unknown"),
        // The figures of an opening are as of the call that gave them.
        as_of: showTime(text(data.as_of) || text(data.received_at) || event.occurred_at),
      }),
    );
  }
  if (text(data.site)) lines.push(`${t("incident.division")} ${text(data.site)}`);
  const caller = callerWords((data.caller as IncidentView["caller"] | undefined) ?? null);
  if (caller) lines.push(`${t("incident.caller")} ${caller}`);
  if (Array.isArray(data.lowered) && data.lowered.length) {
    const names = data.lowered.map(String).map((id) => {
      const fact = plan?.facts.find((one) => one.id === id);
      return fact ? named(fact) : id;
    });
    lines.push(t("journal.lowered", { figures: names.join(t("common.list_comma")) }));
  }
  for (const key of ["title", "text", "note", "reason"]) if (text(data[key])) lines.push(text(data[key]));
  const kept = data.duplicate_of as { number: string; title: string } | null | undefined;
  if (kept) lines.push(`${t("form.duplicate_of")} ${kept.number} ${kept.title}`);
  if (data.measure && text(data.due_at)) lines.push(t("measures.due", { at: showTime(text(data.due_at)) }));
  if (data.leader || data.members) {
    const names = [data.leader, data.members].flat().filter(Boolean).map(String);
    lines.push(names.map((id) => anyName(plan, id)).join(t("common.list_comma")));
  }
  const stop = data.stop_decision as { document: string; reason: string } | undefined;
  if (stop) lines.push(t("journal.stopped", stop));
  if (event.type === "report_submitted" && data.corrects) {
    lines.push(t("journal.corrects", { seq: String(data.corrects) }));
  }
  lines.push(...callDetails(event));
  if (event.type === "attachment_added") {
    const about = data.belongs_to === null ? "" : t("attachment.about", { seq: Number(data.belongs_to) });
    const position = data.position === "removed" || data.position === "kept" ? t(`attachment.position.${data.position}`) : "";
    lines.unshift([text(data.name), sizeWords(Number(data.size)), about, position].filter(Boolean).join(t("common.semicolon")));
  }
  if (event.type === "attachment_destroyed") {
    lines.unshift(`${t("journal.entry", { seq: Number(data.attachment) })}${t("common.semicolon")}${t("attachment.order_number")} ${text(data.order_number)}`);
  }
  if (event.type === "document_edited" || event.type === "document_signed") {
    lines.push([word("document.kind", text(data.document)), text(data.file)].filter(Boolean).join(t("common.semicolon")));
    for (const [field, written] of Object.entries((data.fields ?? {}) as Record<string, string>)) {
      const figure = plan?.facts.find((one) => one.id === field);
      const name = figure ? named(figure) : word("document.free", field.replace("document.free.", ""));
      lines.push(`${name === field ? fieldName(plan, field) : name}${t("common.colon")}${written || t("common.none")}`);
    }
  }
  lines.push(...contentLines(plan, data.content));
  if (data.told_by && typeof data.told_by === "object") {
    lines.push(t("journal.told_by", { who: Object.values(data.told_by).filter(Boolean).join(" ") }));
  }
  return lines;
}

function contentLines(plan: PlanDetail | undefined, content: unknown): string[] {
  if (typeof content === "string") return content ? [content] : [];
  if (!content || typeof content !== "object") return [];
  return Object.entries(content as Record<string, unknown>)
    .filter(([, value]) => value !== "" && value !== null)
    .map(([key, value]) => `${fieldName(plan, key)}${t("common.colon")}${String(value)}`);
}
