/** The figures that an inject or a call brings, by the names that their plan gives them. */
import { factValue, named } from "../incident/words";
import { plan } from "../live/store";
import { wantPlan } from "../live/wantedPlans";
import { t } from "../messages";

/** In words, as soon as the plan is here. */
export function figures(of: string, facts: Record<string, unknown>): string {
  const known = plan(of);
  if (!known) wantPlan(of);
  const name = (id: string) => named(known?.facts.find((one) => one.id === id) ?? { name: id });
  return Object.entries(facts).map(([id, value]) => `${name(id)} ${factValue(known, id, value)}`).join(t("common.list_comma"));
}
