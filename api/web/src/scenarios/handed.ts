/** A file that was read on the list and becomes a scenario of its own on the next page. */
import { shallowRef } from "vue";
import type { ScenarioRead } from "../api/types";

export const handed = shallowRef<ScenarioRead | null>(null);
