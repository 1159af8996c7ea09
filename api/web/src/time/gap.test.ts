import { expect, test } from "vitest";
import { ServerClock } from "./countdown";
import { Gap } from "./gap";

function machine() {
  const at = { steady: 5_000, wall: 1_700_000_000_000 };
  return { at, gap: new Gap(() => at.steady, () => at.wall) };
}

test("clocks that go together show no sleep, however long nobody looks", () => {
  const { at, gap } = machine();
  for (const milliseconds of [250, 1_000, 60_000]) {
    at.steady += milliseconds;
    at.wall += milliseconds + 15;
    expect(gap.look()).toBe(0);
  }
});

test("ten minutes of sleep are found once, and their length is known", () => {
  const { at, gap } = machine();
  at.steady += 250;
  at.wall += 600_250;
  expect(gap.look()).toBe(600_000);
  expect(gap.look()).toBe(0);
});

test("a calendar that stands still is wrong and no sleep", () => {
  const { at, gap } = machine();
  for (let look = 0; look < 20; look += 1) {
    at.steady += 250;
    expect(gap.look()).toBe(0);
  }
});

test("a calendar that was set back counts as well", () => {
  const { at, gap } = machine();
  at.wall -= 3_600_000;
  expect(gap.look()).toBe(-3_600_000);
});

test("the server's time goes on through the sleep, at the server's rate", () => {
  let steady = 0;
  const clock = new ServerClock(() => steady);
  clock.heard("2026-11-23T00:00:00Z", 60);
  clock.slept(600_000);
  steady += 1_000;
  expect(clock.now()).toBe(Date.parse("2026-11-23T10:01:00Z"));
});
