import { expect, it } from "vitest";
import { callerWords, whereWords } from "./place";

it("the county is not said twice", () => {
  expect(whereWords({ division_name: "乡宁县", place: "管头镇某煤矿" })).toBe("乡宁县 管头镇某煤矿");
  expect(whereWords({ division_name: "乡宁县", place: "乡宁县管头镇" })).toBe("乡宁县管头镇");
  expect(whereWords({ division_name: "乡宁县", place: "" })).toBe("乡宁县");
});

it("a caller has what is known of him", () => {
  expect(callerWords({ post: "厂调度室", name: "", phone: "13800000000" })).toBe("厂调度室 ☏ 13800000000");
  expect(callerWords(null)).toBe("");
});
