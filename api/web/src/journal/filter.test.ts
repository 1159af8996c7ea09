import { expect, test } from "vitest";
import type { JournalEvent } from "../api/types";
import * as filter from "./filter";

const entry = (seq: number, type: string, actor = "李值班") => ({ seq, type, actor, data: {} }) as unknown as JournalEvent;
const JOURNAL = [
  entry(1, "incident_opened"),
  entry(2, "facts_recorded"),
  entry(3, "response_activated", "王主任"),
  entry(4, "report_due_soon", "clock"),
  entry(5, "report_submitted"),
  entry(6, "log_entry_added"),
  entry(7, "end_recommended", "王主任"),
  entry(8, "call_attempted", "calling"),
];
const TEXTS: Record<number, string> = { 2: "被困 5 矿调度室", 6: "已电话通知 Zhao 队长" };
const numbers = (wanted: Partial<typeof filter.ALL>) =>
  filter.chosen(JOURNAL, { ...filter.ALL, ...wanted }, (event) => TEXTS[event.seq] ?? "").map((one) => one.seq);

test("all are shown, the newest first", () => {
  expect(numbers({})).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(filter.asksForAll({ ...filter.ALL, search: "  " })).toBe(true);
  expect(filter.asksForAll({ ...filter.ALL, actor: "王主任" })).toBe(false);
});

test.each([
  ["decisions", [7, 3, 1]],
  ["reports", [5, 4]],
  ["calls", [8]],
  ["facts", [2]],
  ["log", [6]],
  ["time", [4]],
] as const)("only %s", (kind, found) => {
  expect(numbers({ kind })).toEqual(found);
});

test("by whom, and both together", () => {
  expect(numbers({ actor: "王主任" })).toEqual([7, 3]);
  expect(numbers({ actor: "李值班", kind: "decisions" })).toEqual([1]);
  expect(filter.actors(JOURNAL)).toEqual(["李值班", "王主任", "calling"]);
});

test("every word has to occur, in any case of letters", () => {
  expect(numbers({ search: "被困 调度室" })).toEqual([2]);
  expect(numbers({ search: "zhao" })).toEqual([6]);
  expect(numbers({ search: "被困 Zhao" })).toEqual([]);
});
