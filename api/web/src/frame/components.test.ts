/** A component of Element Plus that nobody brought along is drawn as nothing, and no check of types sees it. */
import { expect, test } from "vitest";

const SOURCES = import.meta.glob<string>("../**/*.vue", { query: "?raw", import: "default", eager: true });
/** Those that `element.ts` registers for all templates. */
const EVERYWHERE = ["ElButton", "ElConfigProvider", "ElRadioButton", "ElRadioGroup"];
const called = (tag: string) => tag.replace(/^<|-./g, (part) => part.slice(1).toUpperCase()).replace(/^e/, "E");

test("every component of Element Plus on a page is brought along", () => {
  expect(called("<el-radio-group")).toBe("ElRadioGroup");
  const missing = Object.entries(SOURCES).flatMap(([file, source]) =>
    [...new Set(source.match(/<el-[a-z-]+/g))]
      .map(called)
      .filter((name) => !EVERYWHERE.includes(name) && !new RegExp(`import \\{[^}]*\\b${name}\\b`).test(source))
      .map((name) => `${file}: ${name}`),
  );
  expect(missing).toEqual([]);
});
