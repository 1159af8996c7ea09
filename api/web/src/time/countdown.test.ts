import { describe, expect, it } from "vitest";
import { ServerClock, clockUpTo99, fromField, left, toField, urgency } from "./countdown";

const DUE = "2026-11-23T07:00:00Z";
const at = (instant: string) => left(DUE, Date.parse(instant));

describe("what is left", () => {
  it("counts whole seconds down to zero, which is still on time", () => {
    expect(at("2026-11-23T06:59:59Z")).toMatchObject({ clock: "00:01", past: false });
    expect(at("2026-11-23T07:00:00Z")).toMatchObject({ clock: "00:00", past: false });
  });

  it("is past as soon as the due instant is over", () => {
    const late = at("2026-11-23T07:00:00.001Z");
    expect(late.past).toBe(true);
    expect(urgency(late)).toBe("past");
    expect(at("2026-11-23T07:01:05Z").clock).toBe("01:05");
  });

  it("shows hours, and days apart from them", () => {
    expect(at("2026-11-23T04:55:50Z").clock).toBe("02:04:10");
    expect(at("2026-11-21T06:00:00Z")).toMatchObject({ days: 2, clock: "01:00:00" });
  });

  it("shows days as hours up to ninety-nine of them", () => {
    expect(clockUpTo99(at("2026-11-23T04:55:50Z"))).toBe("02:04:10");
    expect(clockUpTo99(at("2026-11-21T06:00:00Z"))).toBe("49:00:00");
    expect(clockUpTo99(at("2026-11-19T04:00:00Z"))).toBe("99:00:00");
    expect(clockUpTo99(at("2026-11-19T03:00:00Z"))).toBeNull();
  });

  it.each([
    ["2026-11-23T06:29:59Z", "near"],
    ["2026-11-23T06:30:00Z", "soon"],
    ["2026-11-23T04:59:59Z", "far"],
  ])("at %s is %s", (instant, kind) => expect(urgency(at(instant))).toBe(kind));
});

describe("the server's clock", () => {
  it("follows the server, whatever the browser's own clock says", () => {
    let steady = 1_000;
    const clock = new ServerClock(() => steady);
    clock.heard("2031-01-01T00:00:00Z", 1);
    steady += 1_500;
    expect(new Date(clock.now()).toISOString()).toBe("2031-01-01T00:00:01.500Z");
  });

  it("measures the speed of a virtual clock between two heartbeats", () => {
    let steady = 0;
    const clock = new ServerClock(() => steady);
    clock.heard("2026-11-23T00:00:00Z");
    steady = 10_000;
    clock.heard("2026-11-23T00:10:00Z");
    steady = 11_000;
    expect(new Date(clock.now()).toISOString()).toBe("2026-11-23T00:11:00.000Z");
  });

  it("keeps its speed over the jitter of a network", () => {
    let steady = 0;
    const clock = new ServerClock(() => steady);
    clock.heard("2026-11-23T00:00:00Z");
    steady = 10_200;
    clock.heard("2026-11-23T00:00:10Z");
    steady = 11_200;
    expect(new Date(clock.now()).toISOString()).toBe("2026-11-23T00:00:11.000Z");
  });
});

describe("fields for instants", () => {
  it("hold wall-clock time of the plan's zone, not of the browser", () => {
    expect(toField(Date.parse("2026-11-23T05:45:58Z"), "Asia/Shanghai")).toBe("2026-11-23T13:45");
    expect(fromField("2026-11-23T13:45", "Asia/Shanghai")).toBe("2026-11-23T13:45:00+08:00");
  });

  it("know zones that are west, or that change their clocks", () => {
    expect(fromField("2026-07-01T08:00", "America/New_York")).toBe("2026-07-01T08:00:00-04:00");
    expect(fromField("2026-12-01T08:00", "America/New_York")).toBe("2026-12-01T08:00:00-05:00");
  });

  it("say when they cannot be read", () => expect(fromField("", "Asia/Shanghai")).toBeNull());
});
