/** The next step that calls ask for: nobody is called any more, or the desk has to telephone. Pure. */
import type { IncidentView } from "../api/types";
import type { Step, StepKind } from "../incident/nextStep";
import { firstOf, isLost, standing, unanswered, type Ringing } from "./calls";

export function callSteps(view: IncidentView, now: number): Step[] {
  const open = unanswered([view], [], now);
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
