/** The entry to which the next file belongs, as the journal asks for it; the tab takes the wish. */
import { ref } from "vue";
import { go, incidentPath } from "../frame/route";

export const attachTo = ref<{ incident: string; seq: number } | null>(null);

export function askFileFor(incident: string, seq: number): void {
  attachTo.value = { incident, seq };
  go.to(incidentPath(incident, "attachments"));
}
