/** What the signed-in account may do about an entry of `view.allowed`: itself, or by recording. */
import { drill } from "../drill/drill";
import { second } from "../time/clock";
import { session } from "../live/store";
import type { Allowed, IncidentView, PlanDetail } from "../api/types";

/** Whether the account holds one of the entry's roles, itself or by delegation. */
export function holds(view: IncidentView, entry: Allowed): boolean {
  return entry.roles.some(
    (role) => session.roles.includes(`${view.plan.id}:${role.id}`) || delegated(view, role.id),
  );
}

function delegated(view: IncidentView, role: string): boolean {
  return view.delegations.some(
    (one) =>
      one.role === role && one.to === session.name && Date.parse(one.until) > second.value,
  );
}

/** At the duty desk of this incident: the duty officer, in exercises the controller too. */
export function atDesk(view: IncidentView): boolean {
  return (
    session.roles.includes("duty_officer") ||
    (view.exercise && session.roles.includes("controller"))
  );
}

/** Whether the account hands in the reports of this division or unit itself. */
export function reportsFor(reporter: string, plan?: PlanDetail): boolean {
  if (!isReporter()) return false;
  const unit = plan?.units?.find((one) => one.id === reporter);
  const names = [reporter, ...(unit ? [unit.name, ...(unit.aliases ?? [])] : [])];
  return session.division === reporter || (session.unit !== null && names.includes(session.unit));
}

const isReporter = () => session.roles.includes("reporter");

/**
 * `own`: may decide; `desk`: may as the desk; `record`: only by recording an order. While a record
 * is played again nobody may anything.
 */
export function power(view: IncidentView, entry: Allowed): "own" | "desk" | "record" | "none" {
  if (drill.sign?.replays) return "none";
  if (holds(view, entry)) return "own";
  if (!atDesk(view)) return entry.command === "submit_report" && isReporter() ? "own" : "none";
  if (entry.desk) return "desk";
  return entry.roles.length ? "record" : "none";
}

/** The first entry for a command, if the state allows it at all. */
export function allowed(view: IncidentView, command: string): Allowed | undefined {
  return view.allowed.find((entry) => entry.command === command);
}

/** The entry only if this account can use it. */
export function usable(view: IncidentView, command: string): Allowed | undefined {
  const entry = allowed(view, command);
  return entry && power(view, entry) !== "none" ? entry : undefined;
}

/** Whether the account may hand in this one's report: the desk and the posts any, a reporter its own. */
export function mayReport(view: IncidentView, reporter: string, plan?: PlanDetail): boolean {
  const entry = usable(view, "submit_report");
  return entry !== undefined && (atDesk(view) || holds(view, entry) || reportsFor(reporter, plan));
}
