import { expect, test } from "vitest";
import { fulfilled, since } from "./punctuality";

test("all is 100 %, and one of many missing is not", () => {
  expect(fulfilled({ submitted: 17, late: 0, missing: 0 })).toBe("100 %");
  expect(fulfilled({ submitted: 999, late: 1, missing: 0 })).toBe("99 %");
  expect(fulfilled({ submitted: 0, late: 0, missing: 2 })).toBe("0 %");
  expect(fulfilled({ submitted: 0, late: 0, missing: 0 })).toBeNull();
});

test("a time begins so many days ago, or never", () => {
  expect(since(30, Date.UTC(2026, 2, 31))).toBe("2026-03-01T00:00:00.000Z");
  expect(since(0, 0)).toBeNull();
});
