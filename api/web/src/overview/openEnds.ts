/** The office's own open ends over all incidents. Pure. */
import type { IncidentView } from "../api/types";

export interface OpenEnd {
  kind: "unsigned" | "pending" | "contradicted";
  n: number;
  views: IncidentView[];
}

const COUNTS: Record<OpenEnd["kind"], (view: IncidentView) => number> = {
  unsigned: (view) => view.unsigned.length,
  pending: (view) => (view.pending ? 1 : 0),
  contradicted: (view) => view.end_conditions.filter((one) => one.confirmed && one.contradicted_by.length).length,
};

/** Real incidents before exercises; what has nothing open is left out. */
export function openEnds(views: Iterable<IncidentView>): OpenEnd[] {
  const all = [...views].sort((a, b) => Number(a.exercise) - Number(b.exercise));
  return (Object.keys(COUNTS) as OpenEnd["kind"][])
    .map((kind) => {
      const held = all.filter((view) => COUNTS[kind](view) > 0);
      return { kind, views: held, n: held.reduce((sum, view) => sum + COUNTS[kind](view), 0) };
    })
    .filter((end) => end.n > 0);
}
