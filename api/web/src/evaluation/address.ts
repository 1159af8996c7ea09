/** Where the page of an evaluation is, and its report as a file. */
import { place } from "../api/place";

export const evaluationPath = (incident: string | null) => (incident === null ? "#/evaluation" : `#/evaluation/${encodeURIComponent(incident)}`);
/** The report with a comparison in it, with another incident of this server. */
export const comparisonFile = (incident: string, other: string, form: "docx" | "pdf" | "html") =>
  place(`/api/incidents/${encodeURIComponent(incident)}/comparison.${form}?${new URLSearchParams({ with: other })}`);
export const evaluationFile = (incident: string | null, form: "json" | "docx" | "pdf" | "html") =>
  place(incident === null ? `/api/drill/evaluation.${form}` : `/api/incidents/${encodeURIComponent(incident)}/evaluation.${form}`);
