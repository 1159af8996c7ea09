import { expect, test, vi } from "vitest";
import type { RecordedEntry } from "../api/types";

const asked = vi.hoisted(() => ({ recording: vi.fn() }));
vi.mock("../api/api", () => ({ api: asked }));
const { entries, passed, readRecording, several } = await import("./replay");

const entry = (seq: number, at: string, incident = "a"): RecordedEntry => ({
  id: `${incident}.${seq}`, incident, number: incident, seq, type: "log_entry_added", at, sentence: "",
});
const LIST = [entry(1, "2026-11-03T02:00:00Z"), entry(2, "2026-11-03T02:14:00Z"), entry(3, "2026-11-03T02:14:00Z"), entry(4, "2026-11-03T05:00:00Z")];

test("what lies behind is what was written down up to the instant", () => {
  expect(passed(LIST, Date.parse("2026-11-03T01:59:59Z"))).toBe(0);
  expect(passed(LIST, Date.parse("2026-11-03T02:14:00Z"))).toBe(3);
  expect(passed(LIST, Date.parse("2026-11-04T00:00:00Z"))).toBe(4);
  expect(passed([], 0)).toBe(0);
});

test("entries are named by their incident where several are replayed", () => {
  expect(several(LIST)).toBe(false);
  expect(several([...LIST, entry(1, "2026-11-03T06:00:00Z", "b")])).toBe(true);
});

test("the record is read as the server gives it", async () => {
  asked.recording.mockResolvedValue({ digest: "x", entries: LIST });
  await readRecording();
  expect(entries.value).toEqual(LIST);
});
