import { describe, expect, it } from "vitest";
import type { EvaluatedIncident, EvaluationRow } from "../api/types";
import { evidenceOf, notMet } from "./evaluation";

const row = (id: string, kind: EvaluationRow["kind"], verdict: EvaluationRow["verdict"]) => ({ id, kind, kind_name: kind, verdict }) as EvaluationRow;
const incident = (id: string, ...rows: EvaluationRow[]) => ({ id, rows }) as EvaluatedIncident;

describe("what would show a heading of a sheet", () => {
  const all = [
    incident("one", row("r1", "report", "met"), row("r2", "report", "missing"), row("l1", "level", "late")),
    incident("two", row("r1", "report", "late")),
  ];

  it("is its kinds in their order, of every incident, what was not met first", () => {
    const [level, report] = evidenceOf(["level", "group", "report"], all);
    expect([level!.kind, level!.met, level!.missed]).toEqual(["level", 0, 1]);
    expect([report!.rows.length, report!.met, report!.missed]).toEqual([3, 1, 2]);
    expect(report!.listed.map((one) => [one.incident, one.row.id])).toEqual([["one", "r2"], ["two", "r1"], ["one", "r1"]]);
    expect(evidenceOf(["group"], all)).toEqual([]);
  });

  it("leaves what was met out of the list of what was not", () => {
    expect(notMet(all[0]!.rows).map((one) => one.id)).toEqual(["r2", "l1"]);
  });
});
