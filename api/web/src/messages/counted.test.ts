import { expect, test, vi } from "vitest";
import { en } from "./en";
import { speak, t } from ".";

test("one of them is told in the singular", async () => {
  vi.stubGlobal("document", { documentElement: {} });
  await speak("en");
  expect([1, 2].map((n) => t("next.at_once", { n, names: "x" }))).toEqual(["1 report owed at once: x.", "2 reports owed at once: x."]);
  expect(t("scenario.days", { n: "1" })).toBe("1 day");
  vi.unstubAllGlobals();
});

/** Rules of passwords ask for many characters; such a number is never one. */
const NEVER_ONE = ["signin.password_hint", "account.new_hint"];

test("no number stands beside a plural that a single one would make wrong", () => {
  const found = Object.entries(en).filter(([key, text]) => !NEVER_ONE.includes(key) && /\{[nm]\} (more )?[a-z]+s\b/.test(text));
  expect(found.filter(([key]) => key !== "handover.waiting")).toEqual([]);
});
