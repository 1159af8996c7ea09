import { expect, it } from "vitest";
import { digestOf, digestText, digestedBy, reportFor } from "./digest";
import type { PlanDetail, Slot } from "../api/types";
import type { Report } from "./report";

const plan = {
  reports: [
    { id: "county_daily", cadence: { daily: ["15:00"] } },
    { id: "digest", cadence: { after_last: "county_daily", minutes: 120 } },
  ],
} as unknown as PlanDetail;

const slot = (reporter: string, state: Slot["state"], due_at = "2026-11-29T07:00:00Z", seq: number | null = null) =>
  ({
    id: `${reporter} ${due_at}`,
    obligation: "county_daily",
    obligation_name: "日报告",
    reporter,
    reporter_name: `名${reporter}`,
    due_at,
    state,
    report_seq: seq,
  }) as Slot;

const report = (seq: number, more: Partial<Report>): Report =>
  ({ seq, slot: null, kind: "scheduled", content: {}, toldBy: [], corrects: null, ...more }) as Report;

const own = { ...slot("office", "owed", "2026-11-29T09:00:00Z"), obligation: "digest" } as Slot;
const words = {
  head: ({ total, submitted }: { total: number; submitted: number }) => `${submitted}/${total}`,
  nil: (names: string) => `nil ${names}`,
  missing: (names: string) => `missing ${names}`,
  comma: "、",
  colon: "：",
  semicolon: "；",
  field: (name: string) => name,
};

it("finds what a digest puts together in the plan, and nothing for other reports", () => {
  expect(digestedBy(plan, "digest")).toBe("county_daily");
  expect(digestedBy(plan, "county_daily")).toBeNull();
  expect(digestOf(plan, slot("1", "owed"), [], [])).toBeNull();
});

it("takes the last instant before the digest, names the missing and adds nothing up", () => {
  const ledger = [
    slot("1", "submitted", undefined, 5),
    slot("2", "submitted_late", undefined, 6),
    slot("3", "overdue"),
    slot("4", "not_owed"),
    slot("1", "submitted", "2026-11-28T07:00:00Z", 2),
    slot("1", "upcoming", "2026-11-30T07:00:00Z"),
  ];
  const reports = [
    report(2, { content: { 市场供应: "昨天" } }),
    report(5, { content: { 市场供应: "库存 30 吨", 出现的问题: "无" } }),
    report(6, { kind: "nil" }),
  ];
  const digest = digestOf(plan, own, ledger, reports)!;
  expect(digest.lines.map((line) => [line.reporter, line.report?.seq ?? null, line.late])).toEqual([
    ["1", 5, false],
    ["2", 6, true],
    ["3", null, false],
  ]);
  expect(digest.fields).toEqual(["市场供应", "出现的问题"]);
  expect(digestText(digest, words)).toBe("2/3\n名1：市场供应：库存 30 吨；出现的问题：无\nnil 名2\nmissing 名3");
});

it("reads a corrected report as it was corrected last", () => {
  const reports = [report(5, { content: { "": "旧" } }), report(7, { corrects: 5, content: { "": "新" } }), report(9, { corrects: 7 })];
  expect(reportFor(slot("1", "submitted", undefined, 5), reports)?.seq).toBe(9);
  expect(reportFor(slot("2", "owed"), reports)).toBeNull();
});
