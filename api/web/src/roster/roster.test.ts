import { describe, expect, it } from "vitest";
import type { RosterPage, Shift } from "../api/types";
import { dayOf, hours, midnight, mySwappable, names, plus, rows, span, turn } from "./roster";

const ZONE = "Asia/Shanghai";
const SHIFT: Shift = {
  id: "s", starts_at: "2026-12-01T10:00:00Z", ends_at: "2026-12-02T00:00:00Z", name: "夜班", note: null, mine: [], version: 1,
  leader: [], standby: [], duty_officers: [{ contact: "z", name: "张三", known: true }, { contact: "l", name: "李四", known: true }],
};

describe("spans", () => {
  it("are whole weeks from Monday and whole months", () => {
    expect(span("2026-12-06", "week")).toEqual(["2026-11-30", "2026-12-07"]);
    expect(span("2026-11-30", "week")).toEqual(["2026-11-30", "2026-12-07"]);
    expect(span("2026-12-31", "month")).toEqual(["2026-12-01", "2027-01-01"]);
    expect(span("2028-02-29", "month")).toEqual(["2028-02-01", "2028-03-01"]);
  });
  it("are turned by one", () => {
    expect(turn("2026-12-31", "month", 1)).toBe("2027-01-01");
    expect(turn("2026-12-31", "month", -1)).toBe("2026-11-30");
    expect(turn("2026-12-02", "week", -1)).toBe("2026-11-29");
    expect(plus("2026-02-28", 1)).toBe("2026-03-01");
  });
  it("begin at the office's midnight", () => {
    expect(midnight("2026-12-01", ZONE)).toBe("2026-12-01T00:00:00+08:00");
    expect(dayOf("2026-11-30T16:00:00Z", ZONE)).toBe("2026-12-01");
  });
});

describe("hours", () => {
  it("name the next day, midnight, and a later date", () => {
    const of = (begins: string, ends: string) => hours(`2026-12-01T${begins}+08:00`, ends, ZONE, "次日");
    expect(of("08:00", "2026-12-01T18:00+08:00")).toBe("08:00–18:00");
    expect(of("18:00", "2026-12-02T08:00+08:00")).toBe("18:00–次日08:00");
    expect(of("00:00", "2026-12-02T00:00+08:00")).toBe("00:00–24:00");
    expect(of("08:00", "2026-12-08T08:00+08:00")).toBe("08:00–12-08 08:00");
  });
  it("name the day before where the shift has begun on it", () => {
    const of = (ends: string) => hours("2026-11-30T18:00+08:00", ends, ZONE, "次日", "2026-12-01");
    expect(of("2026-12-01T08:00+08:00")).toBe("11-30 18:00–08:00");
    expect(of("2026-12-02T08:00+08:00")).toBe("11-30 18:00–次日08:00");
  });
});

describe("days", () => {
  it("have what begins on them; what began before stands on the first", () => {
    const day = (date: string) => ({ date, kind: "workday" as const, name: null, known: true });
    const before = { ...SHIFT, id: "before", starts_at: "2026-11-30T10:00:00Z" };
    const gap = { post: "leader" as const, begins_at: "2026-12-01T16:00:00Z", ends_at: "2026-12-01T20:00:00Z" };
    const page = { days: [day("2026-12-01"), day("2026-12-02")], shifts: [before, SHIFT], gaps: [gap] } as unknown as RosterPage;
    const found = rows(page, ZONE);
    expect(found.map((row) => row.shifts.map((one) => one.id))).toEqual([["before", "s"], []]);
    expect(found.map((row) => row.gaps.length)).toEqual([0, 1]);
    expect(found[0]!.weekday).toBe(2);
  });
});

it("names people in order, and offers only one's own shifts that have not begun", () => {
  expect(names(SHIFT.duty_officers, "、")).toBe("张三、李四");
  const mine = { ...SHIFT, mine: ["duty_officers" as const] };
  expect(mySwappable(mine, Date.parse("2026-12-01T09:00:00Z"))).toBe(true);
  expect(mySwappable(mine, Date.parse("2026-12-01T10:00:00Z"))).toBe(false);
  expect(mySwappable(SHIFT, 0)).toBe(false);
});
