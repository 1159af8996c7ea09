import { describe, expect, it } from "vitest";
import { filesOf, sizeWords, tooLarge } from "./pending";

const given = (...names: string[]) =>
  ({ files: names.map((name) => new File(["x"], name, { type: "image/png" })) }) as unknown as DataTransfer;

describe("files that are chosen", () => {
  it("says sizes as the journal does", () => {
    expect([1, 2048, 1_048_576, 3_400_000].map(sizeWords)).toEqual(["1 KB", "2 KB", "1.0 MB", "3.2 MB"]);
  });

  it("takes what is just as large as may be", () => {
    expect([tooLarge(10, 10), tooLarge(11, 10)]).toEqual([false, true]);
  });

  it("names a pasted picture by its instant and leaves other names alone", () => {
    const found = filesOf(given("image.png", "image.png", "北门.jpg"), new Date("2026-11-30T08:15:30Z"));
    expect(found.map((one) => one.name)).toEqual(["20261130T081530-1.png", "20261130T081530-2.png", "北门.jpg"]);
  });

  it("takes nothing from a paste of words", () => {
    expect(filesOf(null, new Date())).toEqual([]);
  });
});
