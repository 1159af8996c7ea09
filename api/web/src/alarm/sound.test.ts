import { expect, test } from "vitest";
import { KINDS } from "./conditions";
import { melody } from "./sound";

test("every kind has a melody of its own, and an exercise another than the real thing", () => {
  const all = [false, true].flatMap((exercise) => KINDS.map((kind) => JSON.stringify(melody(kind, exercise).tones)));
  expect(new Set(all).size).toBe(2 * KINDS.length);
});

test("tones follow one another and end with the melody", () => {
  for (const kind of KINDS) {
    const { tones, seconds } = melody(kind, false);
    tones.slice(1).forEach((tone, index) => expect(tone.at).toBeGreaterThanOrEqual(tones[index]!.at + tones[index]!.seconds));
    expect(tones.at(-1)!.at + tones.at(-1)!.seconds).toBeLessThanOrEqual(seconds);
    expect(seconds).toBeLessThan(3);
  }
});
