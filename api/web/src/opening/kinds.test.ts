import { describe, expect, it } from "vitest";
import type { PlanSummary } from "../api/types";
import { found, kindsOf, suggestedSource, suggestedTitle } from "./kinds";

const plans = [
  { id: "coal_mine", kinds: [{ id: "coal_mine", name: "煤矿", aliases: ["透水"] }] },
  { id: "production_safety", kinds: [{ id: "hazardous_chemicals", name: "Hazardous chemicals", aliases: ["危化品"] }] },
] as unknown as PlanSummary[];
const ids = (typed: string) => found(kindsOf(plans), typed).map((one) => one.kind.id);

describe("kinds of event", () => {
  it("are found by their name, and by other words for it", () => {
    expect(ids("")).toEqual(["coal_mine", "hazardous_chemicals"]);
    expect(ids("危化品")).toEqual(["hazardous_chemicals"]);
    expect(ids(" 透水 ")).toEqual(["coal_mine"]);
    expect(ids("CHEMICAL")).toEqual(["hazardous_chemicals"]);
    expect(ids("地震")).toEqual([]);
  });
});

describe("what is suggested", () => {
  it("is a title of place and kind, each once", () => {
    expect(suggestedTitle("乡宁县", "管头镇某加油站", "火灾")).toBe("乡宁县管头镇某加油站 火灾");
    expect(suggestedTitle("乡宁县", "乡宁县某煤矿井下", "煤矿")).toBe("乡宁县某煤矿井下");
    expect(suggestedTitle("", "", "煤矿")).toBe("煤矿");
    expect(suggestedTitle("", "", "")).toBe("");
  });

  it("is a source by who called", () => {
    expect(suggestedSource({ post: "矿调度室", name: "张三" })).toBe("矿调度室 张三");
    expect(suggestedSource({ post: " ", name: "" })).toBe("");
  });
});
