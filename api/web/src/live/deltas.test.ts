import { describe, expect, it } from "vitest";
import { Heard, merged, OutOfStep, type EventFrame, type Items } from "./deltas";
import type { IncidentView, JournalEvent } from "../api/types";

const slots = (letters: string) => [...letters].map((id) => ({ id }));
const view = { id: "x", version: 11, level: "IV", next_slots: slots("acde") } as unknown as IncidentView;

function frame(seq: number, parts: object, items?: object): EventFrame {
  const event = { seq, incident: "x" } as JournalEvent;
  return { cursor: seq, event, view: parts as Partial<IncidentView>, items: items as Items | undefined };
}

describe("a view after a frame", () => {
  it("has the changed parts and keeps the others", () => {
    expect(merged(view, frame(12, { level: "III", version: 12 }))).toEqual({ ...view, level: "III", version: 12 });
  });

  it("has lists without what is gone and with what is put where", () => {
    const next_slots = { gone: ["a"], put: [[2, { id: "b" }], [0, { id: "e", state: "owed" }]] };
    const after = merged(view, frame(12, { version: 12 }, { from: 11, next_slots }));
    expect(after?.next_slots).toEqual([{ id: "e", state: "owed" }, { id: "c" }, { id: "d" }, { id: "b" }]);
    expect(view.next_slots).toEqual(slots("acde"));
  });

  it("is the same where the frame has no parts, or older ones", () => {
    expect(merged(view, frame(12, {}))).toBe(view);
    expect(merged(view, frame(11, { version: 11, level: "I" }))).toBe(view);
    expect(merged(undefined, frame(12, {}))).toBeUndefined();
  });

  it("is whole where the frame has it whole, whatever was held", () => {
    const whole = { ...view, version: 40 };
    expect(merged(undefined, frame(40, whole))).toEqual(whole);
    expect(merged(view, frame(40, whole))).toEqual(whole);
  });

  it("cannot be made upon another version than the lists were changed from", () => {
    const items = { from: 10, next_slots: { gone: ["a"], put: [] } };
    expect(() => merged(view, frame(12, { version: 12 }, items))).toThrow(OutOfStep);
    expect(() => merged(undefined, frame(12, { version: 12, level: "I" }))).toThrow(OutOfStep);
  });
});

describe("entries heard", () => {
  it("follow one another, from the version that is held", () => {
    const heard = new Heard();
    for (const seq of [12, 13, 14]) heard.note(view, frame(seq, {}));
    expect(() => heard.note(view, frame(16, { version: 16 }))).toThrow(OutOfStep);
  });

  it("may have been in the view already", () => {
    const heard = new Heard();
    const fresh = { ...view, version: 14 };
    for (const seq of [12, 13, 14, 15]) heard.note(fresh, frame(seq, {}));
  });

  it("may be missing before a whole view, and of what nobody holds", () => {
    const heard = new Heard();
    heard.note(view, frame(40, { ...view, version: 40 }));
    heard.note(undefined, frame(50, {}));
  });

  it("count anew after a snapshot", () => {
    const heard = new Heard();
    heard.note(view, frame(12, {}));
    heard.clear();
    expect(() => heard.note(view, frame(13, {}))).toThrow(OutOfStep);
  });
});
