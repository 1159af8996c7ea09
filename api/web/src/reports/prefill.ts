/** What is known already, put into the fields of a report: always marked, never sent unseen. Pure. */
import type { IncidentView } from "../api/types";
import type { Report } from "./report";

/** A field and what the server knows of it, by the plan. */
type Known = IncidentView["prefill"][number];

export interface Prefilled {
  text: string;
  /** Where it comes from: recorded figures (by id; none of what was told at opening), or an earlier report. */
  from: { kind: "known"; facts: string[] } | { kind: "report"; seq: number };
}

/** The same field in the latest earlier report that answered it; regular ones ask what is new. */
function earlier(field: string, reports: Report[]): Report | undefined {
  return [...reports].reverse().find((one) => one.kind !== "scheduled" && one.content[field] && !one.open.includes(field));
}

/**
 * What to put into each field. What the server knows goes before earlier words: it is newer.
 *
 * @param periodic a regular report tells what is new: words of earlier ones are not repeated
 */
export function prefill(fields: string[], known: Known[], reports: Report[], periodic: boolean): Record<string, Prefilled> {
  const found: Record<string, Prefilled> = {};
  for (const field of fields) {
    const answer = known.find((one) => one.field === field);
    const report = periodic ? undefined : earlier(field, reports);
    if (answer) found[field] = { text: answer.text, from: { kind: "known", facts: answer.facts } };
    else if (report) found[field] = { text: report.content[field]!, from: { kind: "report", seq: report.seq } };
  }
  return found;
}

/** Who said the figures, each once, and when the newest of them was true; null for what came with the call. */
export function originOf(facts: string[], figures: IncidentView["figures"]): { sources: string[]; at: string } | null {
  const held = facts.map((fact) => figures[fact]).filter((one) => one !== undefined);
  if (!held.length) return null;
  const at = held.map((one) => one.as_of).sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1)!;
  return { sources: [...new Set(held.map((one) => one.source))], at };
}
