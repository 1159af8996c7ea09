/** The next step that calls ask for: nobody is called any more, or the desk has to telephone. Pure. */
import type { CallView, IncidentView } from "../api/types";
import type { Step, StepKind } from "../incident/step";
import { firstOf, isLost, standing, unanswered, type Ringing } from "./calls";

export function callSteps(view: IncidentView, now: number): Step[] {
  const open = unanswered([view], [], now).filter((one) => stillAsks(one.call, view));
  return [
    ...step("call_lost", open.filter((one) => isLost(one.call))),
    ...step("call", open.filter((one) => !isLost(one.call) && standing(one.call, now).desk)),
  ];
}

function step(kind: StepKind, list: Ringing[]): Step[] {
  const first = list[0]?.call;
  if (!first) return [];
  return [{
    kind, n: list.length, text: firstOf(first).name, why: first.reason, clause: first.clause, deciders: [],
    act: { do: "go", tab: "calls" }, others: [],
  }];
}

/**
 * Whether somebody is still wanted. A call that nobody answered stays open for a late answer; once
 * the incident is closed only what came since, an owed report or a missing signature asks for it.
 */
function stillAsks(call: CallView, view: IncidentView): boolean {
  if (view.stage !== "closed") return true;
  const since = view.closed_at !== null && Date.parse(call.started_at) >= Date.parse(view.closed_at);
  return since || view.next_slots.some((one) => one.id === call.subject) || view.unsigned.some((one) => String(one.seq) === call.subject);
}
