/** A new version of the server reloads the wall once, by itself. */
import { expect, test } from "vitest";
import { startsWith, takeNewer, type Tab } from "./newer";

const page = (script: string) => `<html><head><script type="module" crossorigin src="./assets/${script}"></script></head></html>`;

/** A tab of a browser that runs a page while servers give others. */
function tab(own: string, given: () => string) {
  const state = { reloads: 0, tried: [] as string[] };
  const made: Tab = {
    fetchPage: async () => given(),
    ownScript: () => own,
    kept: () => state.tried,
    keep: (tried) => (state.tried = tried),
    reload: () => (state.reloads += 1),
  };
  return { made, state };
}

test("the script of a page is found by its name", () => {
  expect(startsWith(page("index-CA4WBV73.js"))).toBe("index-CA4WBV73.js");
  expect(startsWith("<html></html>")).toBeNull();
});

test("the same version is left alone", async () => {
  const { made, state } = tab("index-a.js", () => page("index-a.js"));
  await takeNewer(made);
  expect(state.reloads).toBe(0);
});

test("another version is loaded once, however often the server comes back with it", async () => {
  const { made, state } = tab("index-a.js", () => page("index-b.js"));
  for (let back = 0; back < 5; back += 1) await takeNewer(made);
  expect(state.reloads).toBe(1);
});

test("two servers of different versions do not make a wall blink for ever", async () => {
  let reloads = 0;
  let tried: string[] = [];
  for (let back = 0; back < 20; back += 1) {
    const [own, theirs] = back % 2 ? ["index-b.js", "index-a.js"] : ["index-a.js", "index-b.js"];
    const { made, state } = tab(own!, () => page(theirs!));
    state.tried = tried;
    await takeNewer(made);
    tried = state.tried;
    reloads += state.reloads;
  }
  expect(reloads).toBe(2);
});

test("a server that gives no page changes nothing", async () => {
  const { made, state } = tab("index-a.js", () => {
    throw new Error("no answer");
  });
  await takeNewer({ ...made, fetchPage: async () => Promise.reject(new Error("no answer")) });
  expect(state.reloads).toBe(0);
});
