import { expect, test } from "vitest";
import { AGAIN_MS, AlarmMemory, DEFAULTS } from "./memory";

function browser() {
  const held = new Map<string, string>();
  const store = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
  return { held, tab: () => new AlarmMemory(() => store) };
}
const ZHANG = "张值班";

test("two tabs of a browser ring once, and so does a page that is read anew", () => {
  const { tab } = browser();
  expect(tab().claim(ZHANG, ["a", "b"], 1_000)).toEqual(["a", "b"]);
  expect(tab().claim(ZHANG, ["a", "b"], 1_001)).toEqual([]);
  expect(tab().claim(ZHANG, ["a", "b", "c"], 1_002)).toEqual(["c"]);
});

test("what nobody has taken note of rings again, what somebody has does not", () => {
  const { tab } = browser();
  tab().claim(ZHANG, ["a", "b"], 0);
  tab().note(ZHANG, ["a"], 10);
  expect(tab().noted(ZHANG)("a")).toBe(true);
  expect(tab().noted(ZHANG)("b")).toBe(false);
  expect(tab().claim(ZHANG, ["a", "b"], AGAIN_MS - 1)).toEqual([]);
  expect(tab().claim(ZHANG, ["a", "b"], AGAIN_MS)).toEqual(["b"]);
});

test("another account of the same browser has seen nothing yet", () => {
  const { tab } = browser();
  tab().note(ZHANG, ["a"], 0);
  expect(tab().claim("李值班", ["a"], 1)).toEqual(["a"]);
});

test("silence has an end and a name, and can be ended before", () => {
  const { tab } = browser();
  tab().keepSilence({ until: 5_000, by: ZHANG });
  expect(tab().silence(4_999)).toEqual({ until: 5_000, by: ZHANG });
  expect(tab().silence(5_000)).toBeNull();
  tab().keepSilence(null);
  expect(tab().silence(0)).toBeNull();
});

test("settings begin with exercises off, and nonsense in the browser's store is no setting", () => {
  const { held, tab } = browser();
  expect(tab().settings()).toEqual(DEFAULTS);
  expect(DEFAULTS.exercises).toBe(false);
  tab().keepSettings({ ...DEFAULTS, exercises: true, minutes: 30 });
  expect(tab().settings()).toEqual({ on: true, exercises: true, minutes: 30 });
  held.set("zhiban.alarm.settings", '{"minutes":-3}');
  expect(tab().settings().minutes).toBe(DEFAULTS.minutes);
  held.set("zhiban.alarm.settings", "{");
  expect(tab().settings()).toEqual(DEFAULTS);
});

test("marks of what has long been over are forgotten", () => {
  const { held, tab } = browser();
  tab().claim(ZHANG, ["old"], 0);
  tab().claim(ZHANG, ["fresh"], 15 * 24 * 3600_000);
  expect(held.get(`zhiban.alarm.marks.${ZHANG}`)).not.toContain("old");
});

test("five hundred alarms cost one look into the store, not one each", () => {
  let looks = 0;
  const held = JSON.stringify({ a: { at: 0, noted: true } });
  const store = { getItem: () => ((looks += 1), held), setItem: () => {}, removeItem: () => {} };
  const noted = new AlarmMemory(() => store).noted(ZHANG);
  expect(Array.from({ length: 500 }, (_, n) => noted(`key ${n}`)).filter(Boolean)).toEqual([]);
  expect(looks).toBe(1);
});

test("a browser that forbids storage rings anyway", () => {
  const memory = new AlarmMemory(() => {
    throw new Error("forbidden");
  });
  expect(memory.claim(ZHANG, ["a"], 0)).toEqual(["a"]);
  expect(memory.settings()).toEqual(DEFAULTS);
});
