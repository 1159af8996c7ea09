/** Drafts come back to the same account and incident only, and not for ever. */
import { expect, test } from "vitest";
import { Drafts, draftKey } from "./drafts";

function browser(now = { is: 0 }) {
  const held = new Map<string, string>();
  const store = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
  return { held, now, drafts: new Drafts(() => store, () => now.is) };
}

const KEY = draftKey("李值班", "i1", "log");

test("what was kept is read, with what was sent", () => {
  const { drafts } = browser();
  const sent = { key: "k", body: { text: "a" } };
  drafts.keep(KEY, { text: "a" }, sent);
  expect(drafts.read(KEY)).toEqual({ at: 0, values: { text: "a" }, sent });
  drafts.drop(KEY);
  expect(drafts.read(KEY)).toBeNull();
});

test("another account, incident or window finds nothing", () => {
  const { drafts } = browser();
  drafts.keep(KEY, { text: "a" }, null);
  for (const other of [["b", "i1", "log"], ["李值班", "i2", "log"], ["李值班", "i1", "order"], ["李值班/i1", "", "log"]] as [string, string, string][])
    expect(drafts.read(draftKey(...other))).toBeNull();
});

test("the drafts of one account are found by its name, and no others", () => {
  const kept: Record<string, string> = {};
  const drafts = new Drafts(
    () => Object.assign(Object.create({ getItem: (key: string) => kept[key] ?? null, setItem: (key: string, value: string) => void (kept[key] = value) }), kept),
    () => 0,
  );
  for (const account of ["李值班", "李值班2", "李"]) drafts.keep(draftKey(account, "i1", "log"), { text: account }, null);
  expect(drafts.of("李值班")).toEqual([KEY]);
  expect(drafts.of("王")).toEqual([]);
});

test("a draft of four days ago is gone, for good", () => {
  const { drafts, now, held } = browser();
  drafts.keep(KEY, { text: "a" }, null);
  now.is = 4 * 24 * 3600_000;
  expect(drafts.read(KEY)).toBeNull();
  expect(held.size).toBe(0);
});

test("neither a broken draft nor a browser without storage stops anybody", () => {
  const { drafts, held } = browser();
  held.set(KEY, "{");
  expect(drafts.read(KEY)).toBeNull();
  const none = new Drafts(() => {
    throw new Error("forbidden");
  }, () => 0);
  none.keep(KEY, {}, null);
  none.drop(KEY);
  expect(none.read(KEY)).toBeNull();
});
