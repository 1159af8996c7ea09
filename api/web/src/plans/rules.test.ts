import { expect, test } from "vitest";
import openapi from "../../../http/openapi/openapi.json";
import type { PlanDetail } from "../api/types";
import { PARTS, found, hanging, rulesOf } from "./rules";

const plan = openapi.paths["/api/plans/{plan}"].get.responses["200"].content["application/json"].example as unknown as PlanDetail;
const rules = rulesOf(plan);

test("every part has rules, each under a key of its own and with its clauses", () => {
  expect(new Set(rules.map((one) => one.part))).toEqual(new Set(PARTS));
  expect(new Set(rules.map((one) => one.key)).size).toBe(rules.length);
  for (const rule of rules) expect(rule.clause.length, rule.key).toBeGreaterThan(0);
});

test("a threshold is told in words", () => {
  const rule = rules.find((one) => one.key === "levels-IV-iv_class")!;
  expect(rule.title).toBe("四级响应：属于一般煤矿事故");
  expect(rule.lines[0]).toContain("煤矿事故分级为一般事故");
});

test("what is asked for is found by words and by clause", () => {
  expect(found(rules, "").length).toBe(rules.length);
  expect(found(rules, "综合组 应急管理局").map((one) => one.key)).toContain("groups-general");
  expect(found(rules, "2.3.1").map((one) => one.key)).toContain("groups-general");
  expect(found(rules, "没有这样的词")).toEqual([]);
});

test("a clause leads to all that hangs on it", () => {
  expect(hanging(rules, "2.3.1").map((one) => one.key)).toContain("groups-general");
  expect(hanging(rules, "99")).toEqual([]);
});
