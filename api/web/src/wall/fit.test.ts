/** What has room in a tile, and how large it is. */
import { expect, test } from "vitest";
import { PAD, fitted, type Row } from "./fit";
import { LEAST, layoutOf } from "./layout";
import { FONT, INK, LABEL_MM, TITLE_MM, ems, lines, shortened, unit } from "./sizes";

const U = 1.58;
const ROWS: Row[] = [
  { id: "head", text: "三级响应", before: 2.4, beside: ["22:41 起"] },
  { id: "title", text: "乡宁县某煤矿顶板冒落事故" },
  { id: "figures", text: "遇难 0　被困 5　失联 8　受伤 未知　（22:40）" },
  { id: "overdue", text: "逾期 3：古县、蒲县、乡宁县（每日报告）" },
  { id: "due", text: "剩88:88:88", beside: ["电话快报省应急厅", "应于 23:10 前"] },
  { id: "command", text: "指挥：县级指挥部" },
  { id: "place", text: "乡宁县　CM-2026-0001　发生 13:45" },
  { id: "groups", text: "工作组 2/9　抢险救援组、技术组" },
  { id: "numbers", text: "措施 3/24" },
];
const ids = (rows: { id: string }[]) => rows.map((row) => row.id);
const high = (rows: { height: number }[]) => rows.reduce((sum, row) => sum + row.height, 0);

test("a large tile has room for everything, in larger letters", () => {
  const fit = fitted(ROWS, 1900, 900, U);
  expect(ids(fit.columns.flat()).sort()).toEqual(ids(ROWS).sort());
  expect(fit.left).toEqual([]);
  expect(fit.scale).toBeGreaterThan(1.5);
});

test("a column that would stand half empty is not worth hardly larger letters", () => {
  const ended: Row[] = [
    { id: "head", text: "响应结束", before: 0.8, beside: ["09:21 起"] },
    { id: "title", text: "乡宁县某煤矿顶板冒落" },
    { id: "figures", text: "死亡 3　被困 0　失联 0　未知：重伤、涉险、紧急疏散" },
    { id: "now", text: "无待报" },
    ...ROWS.slice(-4),
  ];
  const fit = fitted(ended, 1900, 935, U);
  expect(fit.columns).toHaveLength(1);
  expect(high(fit.columns[0]!)).toBeGreaterThan(0.85 * 935);
});

test("a wide tile has a second column for what is around", () => {
  const fit = fitted(ROWS, 1900, 460, U);
  expect(ids(fit.columns[1]!)).toEqual(["command", "place", "groups", "numbers"]);
  expect(fit.scale).toBeGreaterThan(1.3);
});

test("the least tile keeps level, title, figures, what is overdue and the countdown", () => {
  const fit = fitted(ROWS, LEAST.tile.w * U, LEAST.tile.h * U, U);
  expect(fit.columns.map(ids)).toEqual([["head", "title", "figures", "overdue", "due"]]);
  expect(fit.scale).toBe(1);
});

test("where the name of a level has no room, its sub-state is enough", () => {
  const rows: Row[] = [{ id: "head", text: "Ⅲ级（市级） 紧张状态", enough: "紧张状态", before: 4.3 }, ...ROWS.slice(1)];
  expect(fitted(rows, LEAST.tile.w * U, LEAST.tile.h * U, U).columns[0]![0]!.text).toBe("紧张状态");
  expect(fitted(rows, 1900, LEAST.tile.h * U, U).columns[0]![0]!.text).toBe("Ⅲ级（市级） 紧张状态");
});

test("rows never are higher than their tile, whatever is written", () => {
  const long = ROWS.map((row) => ({ ...row, text: row.text.repeat(9) }));
  for (const rows of [ROWS, long])
    for (let count = 1; count <= 300; count += 1)
      for (const map of [false, true])
        for (const { box, kind } of layoutOf({ count, width: 1920, height: 1080, u: unit({ width: 1920, height: 1080, inch: 55, distance: 6 }), map, legend: true }).pages[0]!)
          if (kind === "tile") for (const column of fitted(rows, box.w, box.h, U).columns) expect(high(column), `${count}`).toBeLessThanOrEqual(box.h - 2 * PAD.y * U + 0.01);
});

test("the end of a long title stands below it in smaller letters before anything of it is left out", () => {
  const title = "乡宁县某某煤业有限公司井下运输巷道顶板冒落事故";
  const least = ROWS.filter(({ id }) => ["head", "title", "figures", "overdue", "due", "command"].includes(id));
  const rows = least.map((row) => (row.id === "title" ? { ...row, text: title } : row));
  const found = fitted(rows, 640 * U, 200 * U, U).columns.flat().find((row) => row.id === "title")!;
  expect(found.text + (found.rest ?? "")).toBe(title);
  expect(found.rest).toBeTruthy();
});

test("a text that is shortened has room, and says that it is shortened", () => {
  const text = "临汾市乡宁县某某煤业有限公司一号井下三百零二工作面顶板冒落事故";
  const found = shortened(text, 12);
  expect(ems(found)).toBeLessThanOrEqual(12);
  expect(found.endsWith("…")).toBe(true);
  expect(shortened("短", 12)).toBe("短");
});

test("letters of other scripts are counted by their widths", () => {
  expect(ems("顶板")).toBeGreaterThan(ems("ab"));
  expect(lines("顶板冒落事故", 7)).toBe(1);
  expect(lines("顶板冒落事故", 4)).toBe(2);
});

test("sizes are those that are asked for: the ink of titles and countdowns, of labels", () => {
  expect(FONT.title * INK.han).toBeCloseTo(TITLE_MM, 6);
  expect(FONT.count * INK.figure).toBeCloseTo(TITLE_MM, 6);
  expect(FONT.label * INK.han).toBeCloseTo(LABEL_MM, 6);
  const at = (distance: number) => unit({ width: 1920, height: 1080, inch: 55, distance });
  expect(at(6)).toBeCloseTo(1.5768, 3);
  expect(at(12)).toBeCloseTo(2 * at(6), 6);
});

test("since when a level holds is said whole or not at all, at every width", () => {
  const since = ["03-02", "09:00 起"];
  const rows: Row[] = [{ id: "head", text: "Ⅳ级（县（市、区）级）", before: 4.3, beside: since }, ...ROWS.slice(1)];
  const said = new Set<number>();
  for (let width = 300; width < 1900; width += 10) {
    const head = fitted(rows, width, 900, U).columns[0]![0]!;
    expect([[], since]).toContainEqual(head.beside);
    said.add(head.beside.length);
  }
  expect(said).toEqual(new Set([0, 2]));
});

test("the time of what is due is said whole, in fewer words, or not at all", () => {
  const whole = ["应于 12-02 15:00 前", "12-02 15:00"];
  const rows: Row[] = [{ id: "due", text: "88:88:88", before: 1, beside: ["每日续报市政府、省应急厅", `${whole[0]}　市政府、省应急厅`], whole }];
  const said = new Set<string>();
  for (let width = 200; width < 900; width += 5) {
    const [due] = fitted(rows, width, 120, U).columns[0]!;
    const last = due!.beside[1];
    if (last !== undefined && !last.startsWith(whole[0]!)) expect(last).toBe(whole[1]);
    said.add(last === undefined ? "none" : last.startsWith(whole[0]!) ? "whole" : "short");
  }
  expect(said).toEqual(new Set(["none", "short", "whole"]));
});
