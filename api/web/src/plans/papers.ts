/** The papers about a plan: where their files are, and who has a card. */
import { place } from "../api/place";
import type { PlanDetail } from "../api/types";
import { named } from "../incident/words";
import { language, t } from "../messages";

export type PaperForm = "docx" | "pdf" | "html";
export type Paper = "sheet" | "cards";

/** The card that all counties share. */
export const COUNTIES = "divisions";

/** The card of the duty officer, who holds no post. */
export const DESK = "desk";

export interface CardHolder {
  id: string;
  name: string;
}

export function paperPath(plan: string, paper: Paper, form: PaperForm, post = ""): string {
  const asked = new URLSearchParams({ language: language.value, ...(post ? { post } : {}) });
  return `/api/plans/${encodeURIComponent(plan)}/documents/${paper}.${form}?${asked}`;
}

/** The address for a link: below the page's own folder. */
export const paperLink = (...of: Parameters<typeof paperPath>) => place(paperPath(...of));

/** The plan's figures, deadlines, posts and measures as a spreadsheet. */
export const tableLink = (plan: string) => place(`/api/plans/${encodeURIComponent(plan)}/table.xlsx`);

/** The duty officer, posts, then the counties with all their bodies, then units: the order of the cards. */
export function cardHolders(plan: PlanDetail): CardHolder[] {
  const local = (one: { scope?: string }) => one.scope === "division";
  const bodies = [...plan.roles, ...(plan.units ?? [])].some(local);
  const ofCounties = bodies || plan.reports.some(({ reporters }) => reporters.divisions || reporters.divisions_in || reporters.divisions_not_in);
  const said = (one: { id: string; name: string; name_en?: string | null }) => ({ id: one.id, name: named(one) });
  return [
    { id: DESK, name: t("plan.card.desk") },
    ...plan.roles.filter((one) => !local(one)).map(said),
    ...(ofCounties ? [{ id: COUNTIES, name: t("plan.card.counties") }] : []),
    ...(plan.units ?? []).filter((one) => !local(one)).map(said),
  ];
}

/** The card of whoever is signed in: the first post of this plan that the account holds. */
export function ownCard(plan: PlanDetail, roles: string[]): string {
  const own = plan.roles.find((role) => roles.includes(`${plan.id}:${role.id}`));
  return own?.scope === "division" ? COUNTIES : (own?.id ?? "");
}
