import { expect, it } from "vitest";
import { prefill } from "./prefill";
import type { IncidentView, PlanFact } from "../api/types";
import type { Report } from "./report";

const facts = [
  { id: "deaths", name: "死亡人数", kind: "count" },
  { id: "missing", name: "失联人数", kind: "count" },
  { id: "loss", name: "直接经济损失", kind: "money" },
  { id: "sector", name: "行业领域", kind: "text" },
] as PlanFact[];
const view = { figures: { missing: { value: 8 }, sector: { value: "煤矿" } } } as unknown as IncidentView;
const reports = [
  { seq: 3, kind: "first", content: { 煤矿概况: "年产 90 万吨", 经过: "待核实", 失联人数: "7" }, open: ["经过"] },
  { seq: 4, kind: "scheduled", content: { 救援进展: "昨天的话" }, open: [] },
] as unknown as Report[];
const filled = (fields: string[], periodic = false) => prefill(fields, facts, view, reports, periodic, (id) => `【${id}】`);

it("puts in recorded figures that a field asks for, and only those", () => {
  expect(filled(["死亡、失联人数和原因", "行业领域"])).toEqual({
    "死亡、失联人数和原因": { text: "【missing】", from: { kind: "figures" } },
  });
});

it("puts in the same field of an earlier report, but neither 待核实 nor a day's words", () => {
  expect(filled(["煤矿概况", "经过", "救援进展"])).toEqual({
    煤矿概况: { text: "年产 90 万吨", from: { kind: "report", seq: 3 } },
  });
});

it("takes the recorded figure before an earlier report's", () => {
  expect(filled(["失联人数"])["失联人数"]!.from).toEqual({ kind: "figures" });
});

it("repeats no earlier words in a regular report", () => {
  expect(filled(["煤矿概况", "失联人数"], true)).toEqual({ 失联人数: { text: "【missing】", from: { kind: "figures" } } });
});
