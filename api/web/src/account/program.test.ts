import { expect, it } from "vitest";
import { programOf } from "./program";

it("names browser, version and system", () => {
  const agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36";
  expect(programOf(agent)).toBe("Chrome 109 Windows");
  expect(programOf(`${agent} Edg/109.0`)).toBe("Chrome 109 Windows");
});

it("takes the first word of a program, and nothing for nothing", () => {
  expect(programOf("curl/7.88 (linux)")).toBe("curl/7.88");
  expect(programOf(null)).toBe("");
});
