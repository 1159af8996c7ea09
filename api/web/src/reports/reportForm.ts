/** What is filled in about a report, and the request that it makes. Pure. */
import type { Slot } from "../api/types";

export interface ReportForm {
  chosen: string[];
  kind: string;
  corrects: string;
  content: Record<string, string>;
  nil: boolean;
  told: { name: string; post: string; phone: string };
  /** As the field has it; empty for now. */
  submitted_at: string;
}

/**
 * The request's body as the server takes it: one report by its slot, several by their instant.
 *
 * @param slots the chosen ones
 * @param kinded the window asks for the kind; else the plan says it
 * @param submitted the instant of `form.submitted_at`; null for now
 */
export function bodyOf(form: ReportForm, slots: Slot[], kinded: boolean, submitted: string | null): Record<string, unknown> {
  const [first, ...others] = slots;
  const content = Object.fromEntries(Object.entries(form.content).filter(([, text]) => text.trim()));
  const told = Object.fromEntries(Object.entries(form.told).filter(([, text]) => text.trim()));
  return {
    ...(others.length
      ? { obligation: first!.obligation, due_at: first!.due_at, reporters: slots.map((slot) => slot.reporter) }
      : { command: "submit_report", ...(first ? { slot: first.id } : {}) }),
    ...(form.nil ? { kind: "nil" } : kinded ? { kind: form.kind } : {}),
    ...(form.kind === "correction" && form.corrects ? { corrects: Number(form.corrects) } : {}),
    ...(!form.nil && Object.keys(content).length ? { content } : {}),
    ...(Object.keys(told).length ? { told_by: told } : {}),
    ...(submitted ? { submitted_at: submitted } : {}),
  };
}
