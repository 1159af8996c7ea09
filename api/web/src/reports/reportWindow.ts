/** The one window in which reports are filled in: for which incident, slots and reporters. */
import { shallowRef } from "vue";
import { mayReport, usable } from "../orders/powers";
import type { Allowed, IncidentView, PlanDetail, Slot } from "../api/types";

export interface ReportRequest {
  incident: string;
  title: string;
  entry: Allowed;
  /** What one window may report: the missing slots of one row; empty for an extra report. */
  slots: Slot[];
  /** The ids of the slots that are chosen when it opens. */
  chosen: string[];
  /** The entry of the report that was wrong; null for no correction. */
  corrects: number | null;
  /** Opened to enter what was reported on paper before. */
  late: boolean;
}

export const reportWindow = shallowRef<ReportRequest | null>(null);

type Choice = Partial<Pick<ReportRequest, "slots" | "chosen" | "corrects" | "late">> & { title: string };

export function askReport(view: IncidentView, entry: Allowed, choice: Choice): void {
  const slots = choice.slots ?? [];
  // One that stands alone needs no choosing.
  const chosen = choice.chosen?.length ? choice.chosen : slots.length === 1 ? [slots[0]!.id] : [];
  reportWindow.value = { incident: view.id, entry, corrects: null, late: false, ...choice, slots, chosen };
}

/** Report for this slot; others that are missing at the same instant can be chosen with it. */
export function askSlot(view: IncidentView, slot: Slot, plan?: PlanDetail): void {
  const entry = usable(view, "submit_report");
  if (!entry) return;
  const together = view.next_slots.filter(
    (one) => one.obligation === slot.obligation && one.due_at === slot.due_at && mayReport(view, one.reporter, plan),
  );
  askReport(view, entry, { title: slot.obligation_name, slots: together, chosen: [slot.id] });
}
