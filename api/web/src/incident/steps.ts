/** The next steps of an incident for the account that is signed in. */
import { session } from "../live/store";
import type { IncidentView, PlanDetail } from "../api/types";
import { nextSteps } from "./nextStep";
import type { Step } from "./step";

export const stepsOf = (view: IncidentView, plan: PlanDetail | undefined, now: number): Step[] =>
  nextSteps(view, {
    now,
    holds: (role) => session.roles.includes(`${view.plan.id}:${role}`),
    subStates: plan?.levels.find((one) => one.id === view.recommendation.level)?.sub_states?.map((one) => one.id) ?? [],
  });
