/** Which rules the reader wants to see: the citation behind something on the screen. */
import { shallowRef } from "vue";
import type { PlanDetail } from "../api/types";

export interface Cited {
  plan?: PlanDetail;
  clause: string | null;
  assumptions: string[];
}

export const cited = shallowRef<Cited | null>(null);
