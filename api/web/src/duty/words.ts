/** The sentences of a hand-over sheet, the same on the screen and on paper. */
import { t, type Key } from "../messages";
import { showTime } from "../time/clock";
import type { Handover, HandoverChange, HandoverIncident, HandoverSheet } from "../api/types";

const NAMES_ON_SCREEN = 20;

export function nextWords(row: HandoverIncident): string {
  const { kind, due_at } = row.next;
  const name = kind === "raise" ? row.asked_for_name : kind === "decide" ? row.decision?.place_name : "";
  return t(`handover.next.${kind}`, { at: showTime(due_at), name: name ?? "" });
}

export function reportWords(row: HandoverIncident["reports"][number]): string {
  const names = row.reporter_names.slice(0, NAMES_ON_SCREEN).join(t("common.list_comma"));
  const more = row.reporter_names.length > NAMES_ON_SCREEN ? "…" : "";
  return t("handover.report", {
    name: row.name, n: row.reporter_names.length, who: names + more,
    at: row.immediately ? t("handover.immediately") : showTime(row.due_at),
  });
}

export interface Open {
  kind: "calls" | "reports_late" | "decision" | "signatures" | "measures" | "reports_owed";
  late: boolean;
  lines: string[];
}

/** What is open about an incident, by kind, the late first. */
export function openOf(row: HandoverIncident): Open[] {
  const late = row.reports.filter((one) => one.overdue).map(reportWords);
  const owed = row.reports.filter((one) => !one.overdue).map(reportWords);
  const decision = row.decision
    ? [t("handover.decision_text", { who: row.decision.recommended_by_name, at: showTime(row.decision.since), name: row.decision.place_name })]
    : [];
  const signatures = row.signatures.map((one) =>
    t("handover.signature", { seq: one.seq, role: one.role_name }) + (one.alarmed ? ` (${t("handover.alarmed")})` : ""));
  const measures = row.measures.map((one) => t(one.overdue ? "handover.measure_late" : "handover.measure", { text: one.text, at: showTime(one.due_at) }));
  const calls = row.calls.map(callLine);
  const found: Open[] = [
    { kind: "calls", late: row.calls.some((one) => one.state === "exhausted"), lines: calls },
    { kind: "reports_late", late: true, lines: late },
    { kind: "decision", late: false, lines: decision },
    { kind: "signatures", late: row.signatures.some((one) => one.alarmed), lines: signatures },
    { kind: "measures", late: row.measures.some((one) => one.overdue), lines: measures },
    { kind: "reports_owed", late: false, lines: owed },
  ];
  return found.filter((one) => one.lines.length);
}

export const changeWords = (one: HandoverChange): string =>
  t(`handover.change.${one.kind}`, { n: one.count, before: one.before_name ?? "", after: one.after_name ?? "" });

/** Differences by incident, in the order in which they came. */
export function byIncident(changes: HandoverChange[]): { id: string; number: string; title: string; exercise: boolean; gone: boolean; words: string; late: boolean }[] {
  const found = new Map<string, HandoverChange[]>();
  for (const one of changes) found.set(one.incident, [...(found.get(one.incident) ?? []), one]);
  return [...found].map(([id, list]) => ({
    id, number: list[0]!.number, title: list[0]!.title, exercise: list[0]!.exercise,
    gone: list.some((one) => one.kind === "closed"),
    words: list.map(changeWords).join(t("common.semicolon")),
    late: list.some((one) => one.kind === "overdue"),
  }));
}

export const alarmWords = (sheet: HandoverSheet): string[] =>
  sheet.alarms.map((one) => t(`handover.alarm.${one.kind}` as Key, { n: one.count }));

/** A call that nobody has answered: whether somebody is still being called, whom, since when, why. */
const callLine = (one: HandoverSheet["calls"][number]): string =>
  t(one.state === "exhausted" ? "handover.call_exhausted" : "handover.call", { who: [one.post, one.person].filter(Boolean).join(" "), at: showTime(one.since), why: one.words });
export const callWords = (sheet: HandoverSheet): string[] => sheet.calls.map(callLine);

export const signatureWords = (one: Handover["giver"]): string =>
  one ? t("handover.signed_at", { who: one.account, at: showTime(one.signed_at) }) : t("handover.unsigned");
