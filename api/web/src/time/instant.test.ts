/** A date-time box with an impossible year says so; nothing is thrown. */
import { expect, test } from "vitest";
import { fromField } from "./countdown";
import { instantProblem } from "./instant";

const ZONE = "Asia/Shanghai";

test.each([
  ["0026-11-23T13:45", "instant.year"],
  ["0002-11-23T13:45", "instant.year"],
  ["1926-11-23T13:45", "instant.year"],
  ["20261-11-23T13:45", "instant.year"],
  ["275760-09-13T00:00", "instant.year"],
  ["0026-11-23", "instant.year"],
  ["2026-13-40T13:45", "instant.unreadable"],
  ["gestern", "instant.unreadable"],
  ["2026-11-23T13:45", null],
  ["2026-11-23", null],
  ["", null],
])("%j: %s", (field, why) => expect(instantProblem(field, ZONE)).toBe(why));

test.each(["0026-11-23T13:45", "0000-01-01T00:00", "275760-09-13T23:59", "+999999-01-01T00:00", "2026-13-40T13:45"])(
  "%j never throws",
  (field) => expect(() => fromField(field, ZONE)).not.toThrow(),
);
