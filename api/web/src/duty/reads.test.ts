import { expect, test } from "vitest";
import { readsDuty } from "./reads";

test("the desk and those who answer for it read; counties, walls and reporters do not", () => {
  for (const role of ["duty_officer", "admin", "auditor", "coal_mine:commander"]) expect(readsDuty([role], null)).toBe(true);
  for (const role of ["viewer", "reporter", "controller"]) expect(readsDuty([role], null)).toBe(false);
  expect(readsDuty(["grain:county_headquarters"], "141021")).toBe(false);
  expect(readsDuty(["grain:county_headquarters", "duty_officer"], "141021")).toBe(true);
});
