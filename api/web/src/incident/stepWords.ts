/** The sentence of a next step, in the plan's words. */
import { showTime } from "../time/clock";
import { t, word } from "../messages";
import { journals } from "../live/store";
import type { IncidentView, PlanDetail, Slot } from "../api/types";
import type { Act, Step } from "./step";
import { titleOf } from "../orders/requests";
import { headFigures } from "./headFigures";
import { eventTitle, positionName, roleName } from "./words";

const slotName = (slot: Slot) => t("common.bracketed", { name: slot.obligation_name, more: slot.reporter_name });

export function stepSentence(step: Step, view: IncidentView, plan?: PlanDetail): string {
  const roles = step.deciders.map((id) => roleName(plan, id)).join(t("act.or"));
  const slots = step.slots ?? [];
  return t(`next.${step.kind}`, {
    n: step.n ?? 1,
    level: positionName(plan, step.level, step.subState),
    why: step.why ?? "",
    by: step.by ? roleName(plan, step.by) : "",
    since: showTime(step.since),
    who: roles || t("general_role.duty_officer"),
    act: step.act?.do === "order" ? word("act_button", step.act.entry.command) : "",
    first: slots[0] ? slotName(slots[0]) : "",
    at: showTime(slots[0]?.due_at),
    until: showTime(view.casualty_watch_until),
    names: [...new Set(slots.map((one) => one.obligation_name))].join(t("common.list_comma")),
    facts: headFigures(view, plan).filter((one) => !one.figure).map((one) => one.name).join(t("common.list_comma")),
    text: step.text ?? "",
    unit: step.unit ?? "",
    orders: (step.seqs ?? []).map((one) => orderWords(one.seq, view, plan)).join(t("common.list_comma")),
  });
}

/** A recorded order in words; by its number while the journal is not read. */
function orderWords(seq: number, view: IncidentView, plan?: PlanDetail): string {
  const event = (journals.get(view.id) ?? []).find((one) => one.seq === seq);
  const number = t("journal.entry", { seq });
  return event ? `${number} ${eventTitle(event, view, plan)}` : number;
}

/** What the button says that carries the step out. */
export function actWords(act: Act): string {
  if (act.do === "order") return act.entry.level ? `${word("act_button", act.entry.command)} ${act.entry.name ?? ""}`.trim() : titleOf(act.entry);
  if (act.do === "report") return t("next.do_report", { name: act.slot.obligation_name });
  if (act.do === "sign") return t("next.do_sign");
  if (act.do === "figures") return t("facts.edit");
  return t("next.do_look");
}

/** Nothing to do: which report comes next. */
export function nextOwed(view: IncidentView): string {
  const next = view.next_slots[0];
  return next ? t("next.none", { at: showTime(next.due_at), name: next.obligation_name }) : t("next.none_owed");
}
