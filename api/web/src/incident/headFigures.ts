/** The figures that stand in an incident's head: the plan's numbers, known or not. */
import type { Figure, IncidentView, PlanDetail } from "../api/types";
import { named } from "./words";

export interface HeadFigure {
  id: string;
  name: string;
  figure: Figure | null;
}

const NUMBERS = ["count", "percent", "number"];
const SHOWN = 6;

/** In the plan's order; a figure that is recorded is shown wherever it stands, unknown ones while there is room. */
export function headFigures(view: IncidentView, plan?: PlanDetail): HeadFigure[] {
  const facts = (plan?.facts ?? []).filter((one) => NUMBERS.includes(one.kind));
  return facts
    .filter((one, index) => index < SHOWN || view.figures[one.id])
    .map((one) => ({ id: one.id, name: named(one), figure: view.figures[one.id] ?? null }));
}
