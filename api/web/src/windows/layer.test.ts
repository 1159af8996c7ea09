import { expect, it } from "vitest";
import { Layer, type Layered } from "./layer";

/** A history of one page's entries, as a browser keeps it; `back` is told to the layer like a press. */
function browser() {
  const entries: unknown[] = [{ position: 0 }];
  let at = 0;
  const page = { address: "#/", left: false };
  const layer: Layer = new Layer({
    state: () => entries[at],
    address: () => page.address,
    push: (state) => {
      entries.splice(at + 1);
      at = entries.push(state) - 1;
    },
    back: () => back(),
  });
  function back(): void {
    if (at === 0) page.left = true;
    else layer.popped(entries[--at]);
  }
  return { layer, page, back, entries };
}

/** A window that closes, or asks first while it holds text. */
function windowOf(layer: Layer, holds = false) {
  const made = { asked: 0, open: true, holds };
  const own: Layered = {
    leave: () => {
      if (made.holds) made.asked += 1;
      else made.open = false;
      return !made.open;
    },
  };
  layer.add(own);
  return made;
}

it("Back closes an empty window and leaves the page where it is", () => {
  const { layer, page, back } = browser();
  const empty = windowOf(layer);
  back();
  expect([empty.open, page.left]).toEqual([false, false]);
  back();
  expect(page.left).toBe(true);
});

it("a window with text is asked by every Back, and stays", () => {
  const { layer, page, back } = browser();
  const full = windowOf(layer, true);
  back();
  back();
  expect([full.asked, full.open, page.left]).toEqual([2, true, false]);
});

it("of two windows the one on top goes first", () => {
  const { layer, page, back } = browser();
  const below = windowOf(layer);
  const above = windowOf(layer);
  back();
  expect([below.open, above.open]).toEqual([true, false]);
  back();
  expect([below.open, page.left]).toEqual([false, false]);
});

it("a window that was closed otherwise costs no Back of its own, and its entry is used again", () => {
  const { layer, page, back, entries } = browser();
  const first: Layered = { leave: () => true };
  layer.add(first);
  layer.remove(first);
  windowOf(layer);
  expect(entries).toHaveLength(2);
  back();
  expect(page.left).toBe(false);
  layer.add(first);
  layer.remove(first);
  back();
  expect(page.left).toBe(true);
});

it("going to another page is the router's", () => {
  const { layer, page } = browser();
  windowOf(layer);
  page.address = "#/plans";
  expect(layer.popped({ position: 1 })).toBe(false);
});
