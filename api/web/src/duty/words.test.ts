import { expect, test } from "vitest";
import type { HandoverChange, HandoverIncident } from "../api/types";
import { byIncident, nextWords, openOf } from "./words";

const row = (parts: object) =>
  ({ reports: [], measures: [], calls: [], signatures: [], decision: null, asked_for_name: null, next: { kind: "none", due_at: null }, ...parts }) as unknown as HandoverIncident;
const report = { name: "日报", due_at: "2026-11-23T07:00:00Z", overdue: true, immediately: false, reporter_names: ["曲沃县", "乡宁县"] };

test("what is late stands first, and nothing that is not open", () => {
  const found = openOf(row({ reports: [{ ...report, overdue: false }, report], signatures: [{ seq: 4, role_name: "指挥长", alarmed: false }] }));
  expect(found.map((one) => [one.kind, one.late])).toEqual([["reports_late", true], ["signatures", false], ["reports_owed", false]]);
  expect(found[0]!.lines[0]).toContain("缺 2：曲沃县、乡宁县");
  expect(openOf(row({}))).toEqual([]);
});

test("a call in which everybody was tried is late, one that still rings is not", () => {
  const call = { state: "queued", post: "带班领导", person: "王", since: "2026-11-23T07:00:00Z", words: "新事件" };
  expect(openOf(row({ calls: [call] }))[0]).toMatchObject({ kind: "calls", late: false });
  const [found] = openOf(row({ calls: [call, { ...call, state: "exhausted", person: null }] }));
  expect(found!.late).toBe(true);
  expect(found!.lines[1]).toContain("没有人应答");
});

test("the next step names the level that is asked for or waits", () => {
  expect(nextWords(row({ next: { kind: "raise", due_at: null }, asked_for_name: "三级响应" }))).toContain("三级响应");
  expect(nextWords(row({ next: { kind: "decide", due_at: null }, decision: { place_name: "二级响应" } }))).toContain("二级响应");
});

test("the differences of one incident are one line", () => {
  const change = (incident: string, kind: string) => ({ incident, kind, number: incident, title: "某事", exercise: false, count: 2, before_name: "研判", after_name: "三级响应" }) as HandoverChange;
  const found = byIncident([change("a", "moved"), change("b", "closed"), change("a", "overdue")]);
  expect(found.map((one) => [one.id, one.gone, one.late])).toEqual([["a", false, true], ["b", true, false]]);
  expect(found[0]!.words).toBe("研判 → 三级响应；新超时 2 份报告");
});
