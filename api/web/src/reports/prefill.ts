/** What is known already, put into the fields of a report: always marked, never sent unseen. Pure. */
import type { IncidentView, PlanFact } from "../api/types";
import type { Report } from "./report";

export interface Prefilled {
  text: string;
  /** Where it comes from. */
  from: { kind: "figures" } | { kind: "report"; seq: number };
}

/** "死亡人数" stands in a field that speaks of "死亡". */
const stem = (fact: PlanFact) => fact.name.replace(/人数$/, "");

/** The recorded figures that a field asks for by name, in the order of the plan. */
export function figuresOf(field: string, facts: PlanFact[], view: IncidentView): string[] {
  return facts
    .filter((fact) => (fact.kind === "count" || fact.kind === "money") && field.includes(stem(fact)))
    .filter((fact) => view.figures[fact.id] !== undefined)
    .map((fact) => fact.id);
}

/** The same field in the latest earlier report that answered it; regular ones ask what is new. */
function earlier(field: string, reports: Report[]): Report | undefined {
  return [...reports].reverse().find((one) => one.kind !== "scheduled" && one.content[field] && !one.open.includes(field));
}

/**
 * What to put into each field. Figures go before earlier words: they are newer.
 *
 * @param periodic a regular report tells what is new: words of earlier ones are not repeated
 * @param say a figure in words with its source and instant
 */
export function prefill(
  fields: string[],
  facts: PlanFact[],
  view: IncidentView,
  reports: Report[],
  periodic: boolean,
  say: (fact: string) => string,
): Record<string, Prefilled> {
  const found: Record<string, Prefilled> = {};
  for (const field of fields) {
    const figures = figuresOf(field, facts, view);
    const report = periodic ? undefined : earlier(field, reports);
    if (figures.length) found[field] = { text: figures.map(say).join("；"), from: { kind: "figures" } };
    else if (report) found[field] = { text: report.content[field]!, from: { kind: "report", seq: report.seq } };
  }
  return found;
}
