import { expect, test } from "vitest";
import { base64 } from "./sheetFile";

test("every byte goes over, also of a file longer than one part", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
  expect(base64(bytes.buffer)).toBe(Buffer.from(bytes).toString("base64"));
  expect(base64(new ArrayBuffer(0))).toBe("");
});
