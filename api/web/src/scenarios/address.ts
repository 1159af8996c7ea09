/** Where a scenario is, as a page and as a file. */
import { place } from "../api/place";

export const scenarioPath = (id: string, tab = "") => `#/scenarios/${encodeURIComponent(id)}${tab ? `/${tab}` : ""}`;
export const scenarioFile = (id: string, form: "yaml" | "xlsx") => place(`/api/scenarios/${encodeURIComponent(id)}/file.${form}`);
