/** The entry of a journal that somebody wants to see behind a finding, a score or a row. */
import { shallowRef } from "vue";

export interface Evidence {
  incident: string;
  seq: number;
}

export const evidence = shallowRef<Evidence | null>(null);
