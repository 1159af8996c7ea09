/** Attachments as the server takes and gives them. */
import { api } from "../api/api";
import { place } from "../api/place";
import { command } from "../live/store";
import type { AttachmentsPage } from "../api/types";
import type { Pending } from "./pending";

const root = (incident: string) => `/api/incidents/${encodeURIComponent(incident)}/attachments`;

export const contentPath = (incident: string, sha256: string) => place(`${root(incident)}/${sha256}`);
/** Some 15 kB instead of the whole photo. */
export const previewPath = (incident: string, sha256: string) => place(`${root(incident)}/${sha256}/preview`);
export const attachmentsOf = (incident: string): Promise<AttachmentsPage> => api.attachments(incident);

/** Send one file; `progress` is told of the share that has gone out, 0 to 1. */
export async function sendFile(one: Pending, progress: (share: number) => void): Promise<void> {
  const form = new FormData();
  // The words first: the server reads them before it has read the file.
  if (one.note.trim()) form.append("note", one.note.trim());
  if (one.belongsTo !== null) form.append("belongs_to", String(one.belongsTo));
  if (one.keepPosition) form.append("keep_position", "true");
  form.append("file", one.file, one.name);
  const sent = { key: one.key, body: {} };
  await command(one.incident, sent, () => api.attach(one.incident, form, one.key, progress));
}
