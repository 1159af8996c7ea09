import { expect, test } from "vitest";
import { USUAL, asked, asksFor, settingsOf } from "./settings";

test("an address that asks for nothing has the usual settings", () => {
  expect(settingsOf({})).toEqual(USUAL);
  expect(asksFor({ token: "x", language: "en" })).toBe(false);
  expect(asked(USUAL)).toBe("");
});

test("what an address asks for is read, and written back as the same address", () => {
  const query = { kind: "real", inch: "75", distance: "8.5", theme: "light", legend: "1", turn: "0", map: "on" };
  const settings = settingsOf(query);
  expect(settings).toEqual({ kind: "real", inch: 75, distance: 8.5, theme: "light", legend: true, turn: 0, map: "on" });
  expect(settingsOf(Object.fromEntries(new URLSearchParams(asked(settings))))).toEqual(settings);
  expect(asksFor(query)).toBe(true);
});

test.each([
  [{ inch: "wide" }, { inch: 55 }],
  [{ inch: "" }, { inch: 55 }],
  [{ inch: "9999" }, { inch: 200 }],
  [{ distance: "-3" }, { distance: 0.5 }],
  [{ turn: "1" }, { turn: 5 }],
  [{ kind: "everything" }, { kind: "all" }],
  [{ theme: ["light", "dark"] }, { theme: "dark" }],
])("%j is brought to what is possible: %j", (query, expected) => expect(settingsOf(query)).toEqual({ ...USUAL, ...expected }));
