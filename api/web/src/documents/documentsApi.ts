/** Documents as the server gives them out: what there is, one of them, and its files. */
import { api } from "../api/api";
import { place } from "../api/place";
import type { Sent } from "../api/attempt";
import { command } from "../live/store";
import type { DocumentKind } from "../api/types";

export type Form = "docx" | "pdf" | "html";

/** A version of a document as a file: its hash is what is signed. */
export interface Version {
  sha256: string;
  /** The same for every format of what it says. */
  content: string;
}

const root = (incident: string) => `/api/incidents/${encodeURIComponent(incident)}/documents`;
const asked = (slot: string | null) => (slot ? `?${new URLSearchParams({ slot })}` : "");

export const filePath = (incident: string, kind: DocumentKind, form: Form | "xlsx", slot: string | null) =>
  place(`${root(incident)}/${kind}.${form}${asked(slot)}`);
export const signedPath = (incident: string, sha256: string) => place(`${root(incident)}/signed/${sha256}`);

/** Everything of the incident in one file; it takes seconds to make. */
export const archivePath = (incident: string) => place(`/api/incidents/${encodeURIComponent(incident)}/archive.zip`);

/** The page that shows the document, and which version it is. */
export async function preview(incident: string, kind: DocumentKind, slot: string | null): Promise<Version & { page: string }> {
  const { text, headers } = await api.text(`${root(incident)}/${kind}.html${asked(slot)}`);
  return { page: text, ...versionOf(headers) };
}

const versionOf = (headers: Headers): Version => ({
  sha256: (headers.get("ETag") ?? "").replace(/^(?:W\/)?"|"$/g, ""),
  content: headers.get("Zhiban-Content") ?? "",
});

/** The file that is signed and kept: a PDF; where the server has no font for one, the Word file. */
export async function toSign(incident: string, kind: DocumentKind, slot: string | null): Promise<Version> {
  const of = async (form: Form) => versionOf((await api.text(`${root(incident)}/${kind}.${form}${asked(slot)}`)).headers);
  return of("pdf").catch(() => of("docx"));
}

export const write = (incident: string, sent: Sent) => command(incident, sent);
