import { expect, test } from "vitest";
import { blocksOf } from "./markdown";

test("headings, points and paragraphs are told apart, and lines that go on are joined", () => {
  const text = "# 题目\n\n开头\n接着\n\n## 一、先问的\n1. **谁定**：`A1`\n   续\n- 第二\n";
  expect(blocksOf(text)).toEqual([
    { kind: "heading", text: "题目" },
    { kind: "text", text: "开头接着" },
    { kind: "heading", text: "一、先问的" },
    { kind: "point", text: "1. 谁定：A1续" },
    { kind: "point", text: "第二" },
  ]);
  expect(blocksOf("")).toEqual([]);
});
