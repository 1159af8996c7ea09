import { expect, it } from "vitest";
import { bodyOf, type ReportForm } from "./reportForm";
import type { Slot } from "../api/types";

const form = (changes: Partial<ReportForm> = {}): ReportForm => ({
  chosen: [],
  kind: "scheduled",
  corrects: "",
  content: { 市场供应: "正常", 问题: " " },
  nil: false,
  told: { name: "", post: "", phone: "" },
  submitted_at: "",
  ...changes,
});
const slot = (reporter: string) => ({ id: `s.${reporter}`, reporter, obligation: "daily", due_at: "D" }) as Slot;

it("reports one by its slot", () => {
  expect(bodyOf(form(), [slot("a")], false, null)).toEqual({ command: "submit_report", slot: "s.a", content: { 市场供应: "正常" } });
});

it("reports several by the instant that is due, with who told it", () => {
  const told = { name: "张", post: "", phone: "0357" };
  expect(bodyOf(form({ told }), [slot("a"), slot("b")], false, "T")).toEqual({
    obligation: "daily",
    due_at: "D",
    reporters: ["a", "b"],
    content: { 市场供应: "正常" },
    told_by: { name: "张", phone: "0357" },
    submitted_at: "T",
  });
});

it("sends no content with a nil report", () => {
  expect(bodyOf(form({ nil: true }), [slot("a")], false, null)).toEqual({ command: "submit_report", slot: "s.a", kind: "nil" });
});

it("sends an extra report with its kind, and a correction with what it corrects", () => {
  expect(bodyOf(form({ kind: "urgent" }), [], true, null)).toMatchObject({ command: "submit_report", kind: "urgent" });
  const correction = bodyOf(form({ kind: "correction", corrects: "7" }), [], true, null);
  expect(correction).toMatchObject({ kind: "correction", corrects: 7 });
});
