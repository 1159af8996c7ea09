/** Open the window in which a step is carried out. */
import { go, incidentPath } from "../frame/route";
import { journals } from "../live/store";
import { loadWhole } from "../live/journals";
import { allowed } from "../orders/powers";
import { entryRequest, requestFor } from "../orders/requests";
import { askSlot } from "../reports/reportWindow";
import { ask } from "../windows/dialog";
import type { IncidentView, PlanDetail } from "../api/types";
import type { Act } from "./step";
import { factsAsked } from "./asked";

export async function carryOut(act: Act, view: IncidentView, plan?: PlanDetail): Promise<void> {
  if (act.do === "order") ask(requestFor(act.entry, view, plan));
  if (act.do === "report") askSlot(view, act.slot, plan);
  if (act.do === "figures") {
    go.to(incidentPath(view.id));
    factsAsked.value = view.id;
  }
  if (act.do === "go") go.to(incidentPath(view.id, act.tab));
  if (act.do === "sign") await sign(act.seq, view, plan);
}

async function sign(seq: number, view: IncidentView, plan?: PlanDetail): Promise<void> {
  if (!journals.get(view.id)?.some((one) => one.seq === seq)) await loadWhole(view.id);
  const event = journals.get(view.id)?.find((one) => one.seq === seq);
  const entry = allowed(view, "confirm_recorded_order");
  if (event && entry) ask(entryRequest(event, entry, view, plan));
}
