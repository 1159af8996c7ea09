import { expect, it } from "vitest";
import { lateness } from "./lateness";

const slot = { due_at: "2026-11-29T07:00:00Z", immediately: false };

it("is on time up to and including the due instant", () => {
  expect(lateness(slot, "2026-11-29T15:00:00+08:00")).toEqual({ late: false, minutes: 0 });
  expect(lateness(slot, "2026-11-29T15:00:01+08:00")).toEqual({ late: true, minutes: 1 });
  expect(lateness(slot, "2026-11-29T16:30:00+08:00")).toEqual({ late: true, minutes: 90 });
});

it("says nothing of what is owed at once, nor of what is no instant", () => {
  expect(lateness({ ...slot, immediately: true }, "2026-11-29T16:30:00+08:00")).toBeNull();
  expect(lateness(slot, "")).toBeNull();
});
