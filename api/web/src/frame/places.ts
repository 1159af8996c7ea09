/** The places of the bar, in order: what exists. */
import { computed } from "vue";
import { drill, oversees } from "../drill/drill";
import { mayReadDuty } from "../duty/sight";
import { ownImprovements } from "../evaluation/ownImprovements";
import { isAssessor, isOverseer, readsScenarios } from "../live/store";
import type { Key } from "../messages";

export interface Place {
  to: string;
  label: Key;
  testid: string;
  /** The names of the pages (router.ts) that belong to it. */
  screens: string[];
  /** Only for who may read what was changed on the server. */
  overseer?: boolean;
  /** Only for who conducts or judges the drill that the server plays. */
  drill?: boolean;
  /** Only for who reads hand-overs and the shift log. */
  duty?: boolean;
  /** Only for who assesses exercises. */
  assesses?: boolean;
  /** Only for who has improvements to carry out, and does not assess. */
  owns?: boolean;
  /** Only for who writes or reads scenarios. */
  writes?: boolean;
}

const places: Place[] = [
  { to: "#/", label: "nav.incidents", testid: "incidents", screens: ["list", "incident"] },
  { to: "#/drill", label: "drill.nav", testid: "drill", screens: ["drill"], drill: true },
  { to: "#/calls", label: "nav.calls", testid: "calls", screens: ["calls"] },
  { to: "#/handover", label: "nav.duty", testid: "duty", screens: ["handover", "shift-log"], duty: true },
  { to: "#/contacts", label: "nav.contacts", testid: "contacts", screens: ["contacts"] },
  { to: "#/roster", label: "nav.roster", testid: "roster", screens: ["roster"] },
  { to: "#/punctuality", label: "nav.punctuality", testid: "punctuality", screens: ["punctuality"] },
  { to: "#/evaluation", label: "nav.evaluation", testid: "evaluation", screens: ["evaluation", "improvements"], assesses: true },
  { to: "#/improvements", label: "evaluation.improvements", testid: "improvements", screens: ["improvements"], owns: true },
  { to: "#/scenarios", label: "nav.scenarios", testid: "scenarios", screens: ["scenarios", "scenario"], writes: true },
  { to: "#/wall", label: "nav.wall", testid: "wall", screens: ["wall"] },
  { to: "#/plans", label: "nav.plans", testid: "plans", screens: ["plans"] },
  { to: "#/admin", label: "nav.admin", testid: "admin", screens: ["admin"], overseer: true },
];

/** The places of the account that is signed in. */
const atDrill = computed(() => drill.sign !== null && oversees.value);
export const shownPlaces = computed(() =>
  places.filter((one) => (!one.overseer || isOverseer.value) && (!one.duty || mayReadDuty.value) && (!one.drill || atDrill.value) && (!one.assesses || isAssessor.value) && (!one.owns || (ownImprovements.value > 0 && !isAssessor.value)) && (!one.writes || readsScenarios.value)),
);
