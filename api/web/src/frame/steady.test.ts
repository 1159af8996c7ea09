import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { REST_MS, Rest, useHeldOrder } from "./steady";

const at = (places: Record<string, number>, scroll = 0) => new Map(Object.entries(places).map(([row, top]) => [row, { top, scroll }]));
const ROW = 80;

test("a row that has just moved takes no press, and does when it has come to rest", () => {
  const rest = new Rest();
  rest.look(at({ call: 0, smoke: ROW }), 0);
  expect(rest.hasMoved("call", 0)).toBe(false);
  rest.look(at({ smoke: 0, call: ROW }), 5000);
  for (const row of ["call", "smoke"]) {
    expect(rest.hasMoved(row, 5000 + REST_MS - 1)).toBe(true);
    expect(rest.hasMoved(row, 5000 + REST_MS)).toBe(false);
  }
});

test("a row that comes where another stood has moved, and one below the others has not", () => {
  const rest = new Rest();
  rest.look(at({ call: 0 }), 0);
  rest.look(at({ call: 0, below: ROW }), 1000);
  expect(rest.hasMoved("below", 1000)).toBe(false);
  // Another takes the place of what is gone, and nothing else moves.
  rest.look(at({ other: 0, below: ROW }), 2000);
  expect(rest.hasMoved("other", 2000)).toBe(true);
  expect(rest.hasMoved("below", 2000)).toBe(false);
});

test("who scrolls has seen the rows go by, and a hair's breadth is no move", () => {
  const rest = new Rest();
  rest.look(at({ call: 300 }), 0);
  rest.look(at({ call: 100 }, 200), 1000);
  expect(rest.hasMoved("call", 1000)).toBe(false);
  // Something came above, and the browser kept the row in its place on the screen.
  rest.look(at({ call: 103 }, 280), 2000);
  expect(rest.hasMoved("call", 2000)).toBe(false);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the order stays while somebody aims at it, and is let go when he looks at nothing", () => {
  let present = ["call", "smoke"];
  const held = useHeldOrder(() => present);
  held.hold();
  present = ["smoke", "call"];
  held.hold();
  expect(held.order.value).toEqual(["call", "smoke"]);
  vi.advanceTimersByTime(10_000);
  expect(held.order.value).toBeNull();
});

test("what one has pressed oneself is seen in the order, which then stays again", () => {
  const held = useHeldOrder(() => ["call"]);
  held.hold();
  held.act();
  held.hold();
  expect(held.order.value).toBeNull();
  held.answered();
  held.hold();
  expect(held.order.value).toEqual(["call"]);
});
