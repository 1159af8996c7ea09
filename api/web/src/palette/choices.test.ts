import { expect, it } from "vitest";
import { matching, type Choice } from "./choices";

const choice = (label: string, words = ""): Choice => ({ key: label, label, words, run: () => undefined });
const ALL = [choice("措施"), choice("乡宁县某煤矿透水事故", "CM-2026-0001 乡宁县"), choice("启动 三级响应", "CM-2026-0001"), choice("古县煤矿", "CM-2026-0002 古县")];
const labels = (typed: string) => matching(ALL, typed).map((one) => one.label);

it("without words everything is offered in its order", () => expect(labels(" ")).toEqual(ALL.map((one) => one.label)));

it("every word has to occur, in the label or beside it, whatever the case", () => {
  expect(labels("煤矿 古县")).toEqual(["古县煤矿"]);
  expect(labels("cm-2026-0001")).toEqual(["乡宁县某煤矿透水事故", "启动 三级响应"]);
  expect(labels("三级响应 启动")).toEqual(["启动 三级响应"]);
  expect(labels("没有")).toEqual([]);
});

it("what begins with the word stands before what only holds it", () => {
  expect(labels("古县")).toEqual(["古县煤矿"]);
  expect(labels("县")).toEqual(["乡宁县某煤矿透水事故", "古县煤矿"]);
  expect(matching([choice("某煤矿"), choice("煤矿")], "煤矿").map((one) => one.label)).toEqual(["煤矿", "某煤矿"]);
});
