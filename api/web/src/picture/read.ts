/** What an incident's journal has for its picture: the level over time, facts, decisions, reports. */
import { t } from "../messages";
import type { IncidentView, JournalEvent, PlanDetail } from "../api/types";
import { eventTitle, factValue, levelColour, named, positionName } from "../incident/words";
import { isDecision } from "../journal/kinds";
import type { Mark, Step } from "./layout";

export const COLOURS = { red: "#c00d1e", orange: "#f58220", yellow: "#f7cf1d", blue: "#1a56c4", grey: "#8b98a8", green: "#0b6636", ink: "#16202c", accent: "#1456a8" };
const colourOf = (name: string): string => COLOURS[name as keyof typeof COLOURS] ?? COLOURS.grey;

/** Words of a mark; the whole sentence stands in the journal. */
const SHORT = 26;
const short = (text: string) => ([...text].length > SHORT ? `${[...text].slice(0, SHORT - 1).join("")}…` : text);
const when = (event: JournalEvent) => Date.parse(event.occurred_at);

export function stepsOf(events: JournalEvent[], view: IncidentView, plan?: PlanDetail): Step[] {
  const steps: Step[] = [];
  for (const event of events) {
    const from = when(event);
    const { level, sub_state } = event.data as { level?: string; sub_state?: string };
    if (event.type === "incident_opened") steps.push({ from: Date.parse(view.received_at), name: t("stage.assessing"), colour: COLOURS.grey });
    else if (event.type === "warning_issued") steps.push({ from, name: t("stage.warning"), colour: COLOURS.grey });
    else if (event.type === "warning_lifted") steps.push({ from, name: t("stage.assessing"), colour: COLOURS.grey });
    else if ((event.type === "response_activated" || event.type === "response_adjusted") && level) {
      steps.push({ from, name: positionName(plan, level, sub_state), colour: colourOf(levelColour(plan, level)) });
    } else if (event.type === "response_ended") steps.push({ from, name: t("stage.ended"), colour: COLOURS.green });
    else if (event.type === "incident_closed") steps.push({ from, name: t("stage.closed"), colour: COLOURS.green });
  }
  return steps.length ? steps : [{ from: Date.parse(view.opened_at), name: t(`stage.${view.stage}`), colour: COLOURS.grey }];
}

export function marksOf(events: JournalEvent[], view: IncidentView, plan?: PlanDetail): Mark[] {
  const struck = new Set(view.struck);
  const said = new Map<string, string>();
  return events.filter((event) => !struck.has(event.seq)).flatMap((event) => markOf(event, view, plan, said) ?? []);
}

function markOf(event: JournalEvent, view: IncidentView, plan: PlanDetail | undefined, said: Map<string, string>): Mark | null {
  const at = when(event);
  const facts = event.data.facts as Record<string, unknown> | undefined;
  if (facts && (event.type === "facts_recorded" || event.type === "incident_opened")) {
    const text = changed(facts, plan, said);
    return text ? { at, lane: "facts", shape: "ring", colour: COLOURS.ink, text: short(text) } : null;
  }
  const title = short(eventTitle(event, view, plan));
  if (event.type === "report_submitted") {
    const { due_at: due, submitted_at: sent, immediately } = event.data as { due_at?: string; submitted_at?: string; immediately?: boolean };
    const late = due && !immediately && Date.parse(sent ?? event.occurred_at) > Date.parse(due);
    return late
      ? { at, lane: "reports", shape: "half", colour: COLOURS.red, text: title }
      : { at, lane: "reports", shape: "full", colour: COLOURS.green, text: title };
  }
  if (event.type === "report_overdue") return { at, lane: "reports", shape: "square", colour: COLOURS.red, text: title };
  if (isDecision(event) && event.type !== "incident_opened") {
    const refused = event.type.endsWith("_refused");
    return { at, lane: "decisions", shape: "diamond", colour: refused ? COLOURS.red : COLOURS.accent, text: title };
  }
  return null;
}

/** The figures that are others than before. */
function changed(facts: Record<string, unknown>, plan: PlanDetail | undefined, said: Map<string, string>): string {
  const words: string[] = [];
  for (const [id, value] of Object.entries(facts)) {
    const text = factValue(plan, id, value);
    if (said.get(id) === text) continue;
    said.set(id, text);
    const fact = plan?.facts.find((one) => one.id === id);
    words.push(`${fact ? named(fact) : id} ${text}`);
  }
  return words.join(t("common.list_comma"));
}
