/** What the frame asks of an incident's page: that the form for figures stands open. */
import { ref } from "vue";

/** The id of the incident whose form is asked for; the form takes the wish and clears it. */
export const factsAsked = ref<string | null>(null);
