import { describe, expect, it } from "vitest";
import { asNumber, bodyOf, copied, docOf, freshName, inOrder, minuteOf, neighbour, newDoc, put, swap, withOffset, type Data } from "./model";

const TWO: Data = {
  format: "2",
  id: "x",
  title: "T",
  start: "2026-11-17T00:20:00+08:00",
  end_day: 2,
  people: { duty: { roles: ["duty_officer"] } },
  incidents: { mine: { plan: "coal_mine", by: "duty" } },
  injects: [
    { id: "late", text: "c", pool: true },
    { id: "second", text: "b", after: { inject: "first", minutes: 20 } },
    { id: "first", text: "a", at: { day: 1, time: "01:10" } },
    { id: "asked", text: "d", when: { missing: "x", minutes: 5 } },
  ],
  steps: [{ day: 1, at: "00:35", by: "duty", do: { command: "add_log_entry", text: "t" } }],
};
const NOTES = [
  { place: [], text: "top" },
  { place: ["title"], text: "why" },
  { place: ["injects", 2], text: "the first" },
  { place: ["people", "duty"], text: "one" },
];
const byPlace = (notes: { place: unknown }[]) => [...notes].sort((a, b) => JSON.stringify(a.place).localeCompare(JSON.stringify(b.place)));

describe("a scenario as the page holds it", () => {
  it("goes out as it came in, with its notes", () => {
    const { scenario, notes } = bodyOf(docOf(TWO, NOTES));
    expect(scenario).toEqual(TWO);
    expect(byPlace(notes)).toEqual(byPlace(NOTES));
  });

  it("keeps a note with its inject when that moves", () => {
    const doc = docOf(TWO, NOTES);
    const { injects } = doc.sections;
    swap(injects, injects[0]!, injects[2]!);
    const { notes } = bodyOf(doc);
    expect(notes.find((one) => one.text === "the first")!.place).toEqual(["injects", 0]);
  });

  it("says format 1 in the words of format 2", () => {
    const doc = docOf({ format: "1", id: "x", plan: "grain", open: { by: "duty", title: "t" }, people: {} }, [{ place: ["open"], text: "n" }]);
    const { scenario, notes } = bodyOf(doc);
    expect(scenario).toMatchObject({ format: "2", incidents: { main: { plan: "grain", by: "duty", title: "t" } } });
    expect(scenario).not.toHaveProperty("open");
    expect(notes).toEqual([{ place: ["incidents", "main"], text: "n" }]);
  });

  it("shows injects in order of time, what waits for something last", () => {
    const doc = docOf(TWO, []);
    expect(inOrder(doc).map((one) => one.value.id)).toEqual(["first", "second", "asked", "late"]);
    expect(minuteOf(doc, { after: { incident: "mine", minutes: 10 } })).toBe(30);
    expect(minuteOf(doc, { id: "a", after: { inject: "a", minutes: 1 } })).toBeNull();
  });

  it("moves only among those of the same time", () => {
    const doc = docOf(TWO, []);
    const [first] = inOrder(doc);
    expect(neighbour(doc, first!, 1)).toBeNull();
    const again = copied(doc, first!);
    expect(again.value.id).toBe("inject_1");
    expect(neighbour(doc, first!, 1)?.value.id).toBe("inject_1");
  });

  it("leaves out what is empty, and keeps what is no number as it was typed", () => {
    const of: Data = { text: "a" };
    put(of, "text", "");
    expect(of).toEqual({});
    expect([asNumber("15"), asNumber("１５"), asNumber("15 min")]).toEqual([15, "１５", "15 min"]);
    expect(["-3.5", "12", "1.", "1e3"].map((one) => asNumber(one, true))).toEqual([-3.5, 12, "1.", "1e3"]);
    expect([withOffset("2026-01-01T08:00", "2026-01-01T07:00:00+09:00"), withOffset("2026-01-01T08:00", "")]).toEqual(["2026-01-01T08:00:00+09:00", "2026-01-01T08:00:00+08:00"]);
    expect(freshName(["a_1"], "a")).toBe("a_2");
    expect(bodyOf(newDoc("x", "s")).scenario).not.toHaveProperty("injects");
  });
});
