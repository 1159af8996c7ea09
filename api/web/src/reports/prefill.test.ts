import { expect, it } from "vitest";
import { originOf, prefill } from "./prefill";
import type { IncidentView } from "../api/types";
import type { Report } from "./report";

const known = [
  { field: "死亡、失联人数和原因", text: "失联人数8 人（现场，2026-11-29 22:40）", facts: ["missing"] },
  { field: "失联人数", text: "8 人", facts: ["missing"] },
  { field: "地点", text: "乡宁县某煤矿", facts: [] },
];
const reports = [
  { seq: 3, kind: "first", content: { 煤矿概况: "年产 90 万吨", 经过: "待核实", 失联人数: "7" }, open: ["经过"] },
  { seq: 4, kind: "scheduled", content: { 救援进展: "昨天的话" }, open: [] },
] as unknown as Report[];
const filled = (fields: string[], periodic = false) => prefill(fields, known, reports, periodic);

it("puts in what the server knows of a field, and nothing into others", () => {
  expect(filled(["死亡、失联人数和原因", "行业领域"])).toEqual({
    "死亡、失联人数和原因": { text: "失联人数8 人（现场，2026-11-29 22:40）", from: { kind: "known", facts: ["missing"] } },
  });
});

it("puts in the same field of an earlier report, but neither 待核实 nor a day's words", () => {
  expect(filled(["煤矿概况", "经过", "救援进展"])).toEqual({
    煤矿概况: { text: "年产 90 万吨", from: { kind: "report", seq: 3 } },
  });
});

it("takes what is known before an earlier report's words", () => {
  expect(filled(["失联人数"])["失联人数"]!.from).toEqual({ kind: "known", facts: ["missing"] });
});

it("repeats no earlier words in a regular report", () => {
  expect(filled(["煤矿概况", "地点"], true)).toEqual({ 地点: { text: "乡宁县某煤矿", from: { kind: "known", facts: [] } } });
});

it("says who gave the figures, each once, and of when the newest is", () => {
  const figures = {
    deaths: { source: "县局", as_of: "2026-11-29T14:40:00Z" },
    missing: { source: "现场", as_of: "2026-11-29T23:10:00+08:00" },
    trapped: { source: "县局", as_of: "2026-11-29T14:00:00Z" },
  } as unknown as IncidentView["figures"];
  expect(originOf(["deaths", "missing", "trapped"], figures)).toEqual({ sources: ["县局", "现场"], at: "2026-11-29T23:10:00+08:00" });
  expect(originOf([], figures)).toBeNull();
});
