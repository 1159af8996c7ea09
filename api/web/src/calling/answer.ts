/** "Reached": the desk enters that somebody has been reached, by which means, and what was said. */
import { api } from "../api/api";
import type { Sent } from "../api/attempt";
import { refresh } from "../live/store";
import type { Ringing } from "./calls";
import { readOffice } from "./office";

export const MEANS = ["phone", "radio", "in_person", "written"] as const;

/** What is typed about an answer belongs to this draft. */
export const draftOf = (call: string) => `call ${call}`;
/** Of calls that belong to no incident. */
export const OFFICE = "office";

export async function sendAnswer({ call, incident }: Ringing, sent: Sent): Promise<void> {
  await api.answerCall(call.id, sent);
  await shown(incident);
}

/** What was done is shown without waiting for the next frame. */
export const shown = (incident: string | null): Promise<void> => (incident === null ? readOffice() : refresh(incident).catch(() => undefined));

export const answerBody = (means: string, note: string): Sent["body"] => ({ means, ...(note.trim() ? { note: note.trim() } : {}) });
