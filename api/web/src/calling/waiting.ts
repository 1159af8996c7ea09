/** Calls without an answer over everything that this screen knows. */
import { computed } from "vue";
import { incidents } from "../live/store";
import { second } from "../time/clock";
import { numbersOf, unanswered } from "./calls";
import { office } from "./office";

export const waiting = computed(() => unanswered(incidents.values(), office.value, second.value));
export const numbers = computed(() => numbersOf(waiting.value, second.value));
