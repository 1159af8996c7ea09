/** Where the page of an evaluation is, and its report as a file. */
import { place } from "../api/place";

export const evaluationPath = (incident: string | null) => (incident === null ? "#/evaluation" : `#/evaluation/${encodeURIComponent(incident)}`);
export const evaluationFile = (incident: string | null, form: "json" | "docx" | "pdf" | "html") =>
  place(incident === null ? `/api/drill/evaluation.${form}` : `/api/incidents/${encodeURIComponent(incident)}/evaluation.${form}`);
