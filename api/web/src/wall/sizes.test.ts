import { describe, expect, it, test } from "vitest";
import { dayApart, ems, parted, shortened } from "./sizes";

describe("since when", () => {
  it("has a line of its own for another day, and one line for today", () => {
    expect(dayApart("03-02 09:00 起")).toEqual(["03-02", "09:00 起"]);
    expect(dayApart("since 2025-12-31 23:50")).toEqual(["since 2025-12-31", "23:50"]);
    expect(dayApart("09:00 起")).toEqual(["09:00 起"]);
  });
});

describe("a title in two rows", () => {
  it("is whole where it has room", () => {
    expect(parted("粮油抢购", 5)).toEqual(["粮油抢购", ""]);
  });

  it("loses no letter and keeps the first row within its room", () => {
    const title = "临汾市某工业园区某化工有限公司二号罐区泄漏后起火";
    for (let room = 2; room < 26; room += 0.7) {
      const [first, rest] = parted(title, room);
      expect(first + rest).toBe(title);
      expect(ems(first)).toBeLessThanOrEqual(room);
    }
  });

  it("tears no word of letters where there is a gap before it", () => {
    expect(parted("Roof fall at the second shaft", 10)).toEqual(["Roof fall at the", "second shaft"]);
    expect(parted("Supercalifragilistic", 4)[0].length).toBeGreaterThan(3);
  });
});

test("a text that is cut has no part of a number at its end", () => {
  const text = "死亡 14（12:00） 被困 4 应于 12-02 15:00 前，应急厅";
  const numbers = text.match(/[\d:-]+/g);
  for (let room = 1; room < ems(text); room += 0.1) {
    const kept = shortened(text, room).slice(0, -1);
    expect(text.startsWith(kept)).toBe(true);
    const last = /[\d:-]+$/.exec(kept)?.[0];
    if (last) expect(numbers).toContain(last);
  }
});
