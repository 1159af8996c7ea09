import { expect, it } from "vitest";
import { askBeforeLeaving, mayLeave } from "./leaving";

it("a page without windows may be left", () => expect(mayLeave()).toBe(true));

it("every window is asked, and one that holds text keeps the page", () => {
  const asked: string[] = [];
  const first = askBeforeLeaving(() => (asked.push("first"), false));
  const second = askBeforeLeaving(() => (asked.push("second"), true));
  expect(mayLeave()).toBe(false);
  expect(asked).toEqual(["first", "second"]);
  first();
  expect(mayLeave()).toBe(true);
  second();
});
