/** "Reached": the desk enters that somebody has been reached, by which means, and what was said. */
import { api } from "../api/api";
import type { Sent } from "../api/attempt";
import { command } from "../live/store";
import type { Ringing } from "./calls";
import { readOffice } from "./office";

export const MEANS = ["phone", "radio", "in_person", "written"] as const;

/** What is typed about an answer belongs to this draft. */
export const draftOf = (call: string) => `call ${call}`;
/** Of calls that belong to no incident. */
export const OFFICE = "office";

export async function sendAnswer({ call, incident }: Ringing, sent: Sent): Promise<void> {
  if (incident !== null) return command(incident, sent);
  await api.answerCall(call.id, sent);
  await readOffice();
}

export const answerBody = ({ call, incident }: Ringing, means: string, note: string): Sent["body"] => ({
  ...(incident !== null ? { command: "answer_call", call: call.id } : {}),
  means,
  ...(note.trim() ? { note: note.trim() } : {}),
});
