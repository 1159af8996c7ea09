import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Done } from "../api/api";
import type { IncidentView } from "../api/types";

// The store listens to the browser as soon as it is loaded; Vue would draw on such a document.
await import("vue");
vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
vi.stubGlobal("window", new EventTarget());
vi.stubGlobal("document", Object.assign(new EventTarget(), { baseURI: "http://desk.example/" }));

const { command, incidents, live } = await import("./store");

const SENT = { key: "k", body: {} };
const view = (version: number, stage = "responding") => ({ id: "a", version, stage, number: "1", title: "t" }) as IncidentView;

/** A call that answers `done` and notes whether the version was enough. */
function answering(done: Done) {
  const asked: (boolean | undefined)[] = [];
  const call = (_id: string, _sent: unknown, enough?: boolean) => {
    asked.push(enough);
    return Promise.resolve(done);
  };
  return { asked, call };
}

const BRIEF: Done = { events: [], incident: { id: "a", version: 8 } };
let fetched: string[];
/** What the server says when it is asked for the view; null where it cannot be reached. */
let answer: IncidentView | null;

vi.stubGlobal("fetch", (path: string) => {
  fetched.push(path);
  return answer ? Promise.resolve(new Response(JSON.stringify(answer))) : Promise.reject(new Error("gone"));
});

beforeEach(() => {
  vi.useFakeTimers();
  fetched = [];
  answer = view(8);
  incidents.clear();
  incidents.set("a", view(7));
  live.state = "live";
});

afterEach(() => {
  vi.useRealTimers();
  live.state = "closed";
  incidents.clear();
});

/** Whether a command has ended, without waiting for it. */
async function ended(sending: Promise<void>): Promise<boolean> {
  let over = false;
  void sending.then(() => (over = true));
  await vi.advanceTimersByTimeAsync(0);
  return over;
}

it("waits for the view that the live connection brings", async () => {
  const { asked, call } = answering(BRIEF);
  const sending = command("a", SENT, call);
  expect(await ended(sending)).toBe(false);
  incidents.set("a", view(8));
  await sending;
  expect(asked).toEqual([true]);
  expect(fetched).toEqual([]);
});

it("waits for nothing if the view came before the answer", async () => {
  incidents.set("a", view(9));
  await command("a", SENT, answering(BRIEF).call);
  expect(fetched).toEqual([]);
});

it("asks for the view when the connection breaks off", async () => {
  const sending = command("a", SENT, answering(BRIEF).call);
  await ended(sending);
  live.state = "silent";
  await sending;
  expect(fetched).toHaveLength(1);
  expect(incidents.get("a")?.version).toBe(8);
});

it("asks for the view when it is late", async () => {
  const sending = command("a", SENT, answering(BRIEF).call);
  expect(await ended(sending)).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  await sending;
  expect(incidents.get("a")?.version).toBe(8);
});

it("has done what was ordered even if the view cannot be had", async () => {
  answer = null;
  const sending = command("a", SENT, answering(BRIEF).call);
  await vi.advanceTimersByTimeAsync(1_000);
  await expect(sending).resolves.toBeUndefined();
});

it.each([
  ["the connection is down", () => (live.state = "silent")],
  ["the incident is not on the screen", () => incidents.clear()],
  ["the incident is closed", () => incidents.set("a", view(7, "closed"))],
])("wants the whole answer when %s", async (_, before) => {
  before();
  const { asked, call } = answering({ events: [], incident: view(8) });
  await command("a", SENT, call);
  expect(asked).toEqual([false]);
  expect(incidents.get("a")?.version).toBe(8);
});
