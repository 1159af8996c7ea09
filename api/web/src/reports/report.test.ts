import { expect, it } from "vitest";
import { reportOf, reportsOf } from "./report";
import type { JournalEvent } from "../api/types";

const entry = (data: Record<string, unknown>, type = "report_submitted") =>
  ({ seq: 4, type, occurred_at: "2026-11-29T06:00:00Z", recorded_at: "2026-11-29T06:01:00Z", actor: "李", data }) as JournalEvent;

it("reads what was reported by field, who told it and what stayed open", () => {
  const found = reportOf(
    entry({
      kind: "scheduled",
      slot: "s",
      content: { 市场供应: "正常", 问题: "", 人数: 0, 待: "待核实" },
      told_by: { name: "张", post: "", phone: "0357" },
      to_verify: ["待"],
    }),
  );
  expect(found).toMatchObject({ content: { 市场供应: "正常", 人数: "0", 待: "待核实" }, toldBy: ["张", "0357"], open: ["待"] });
});

it("reads a report in free words, and one of nothing", () => {
  expect(reportOf(entry({ kind: "urgent", content: "桥断了" }))!.content).toEqual({ "": "桥断了" });
  expect(reportOf(entry({ kind: "nil", content: null }))!.content).toEqual({});
});

it("leaves out other entries, and reports that the account may not read", () => {
  expect(reportsOf([entry({ kind: "nil" }, "log_entry_added"), entry({})])).toEqual([]);
});
