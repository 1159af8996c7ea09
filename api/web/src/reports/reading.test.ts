import { expect, it } from "vitest";
import { readingText } from "./reading";

const words = {
  exercise: "演练，演练，演练。",
  opening: (f: { recipients: string; reporters: string; report: string }) => `${f.recipients}：${f.reporters}报告${f.report}。`,
  about: (f: { title: string; number: string }) => `${f.title}，编号 ${f.number}。`,
  nil: "本期无新情况。",
  closing: (f: { reader: string; at: string }) => `报告人${f.reader}，${f.at}。`,
  comma: "、",
  colon: "：",
  stop: "。",
};
const reading = {
  exercise: false,
  reporters: ["古县", "蒲县"],
  recipients: ["市指挥部"],
  report: "日报告",
  number: "GR-1",
  title: "抢购",
  nil: false,
  content: [
    ["市场供应", " 正常。"],
    ["问题", ""],
    ["措施", "投放 30 吨"],
  ] as [string, string][],
  reader: "李",
  at: "15:00",
};

it("reads every answered field as a sentence", () => {
  expect(readingText(reading, words).split("\n")).toEqual([
    "市指挥部：古县、蒲县报告日报告。",
    "抢购，编号 GR-1。",
    "市场供应：正常。",
    "措施：投放 30 吨。",
    "报告人李，15:00。",
  ]);
});

it("says of an exercise that it is one, first and last, and of a nil report nothing else", () => {
  const lines = readingText({ ...reading, exercise: true, nil: true }, words).split("\n");
  expect([lines[0], lines.at(-1)]).toEqual([words.exercise, words.exercise]);
  expect(lines).toContain(words.nil);
  expect(lines.join()).not.toContain("投放");
});
