import { expect, test, vi } from "vitest";

const asked = vi.hoisted(() => ({ drillParticipants: vi.fn() }));
vi.mock("../api/api", () => ({ api: asked }));
vi.mock("../live/session", () => ({ session: { name: "chen", roles: ["controller"] } }));
vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });

const { people, readPeople } = await import("./people");

test("a server that answers slowly is not asked twice at once, and its answer is shown", async () => {
  let answer: (found: { part: string }[]) => void = () => undefined;
  asked.drillParticipants.mockImplementation(() => new Promise((done) => (answer = done)));
  const first = readPeople();
  await readPeople();
  await readPeople();
  expect(asked.drillParticipants).toHaveBeenCalledTimes(1);
  answer([{ part: "duty" }]);
  await vi.waitFor(() => expect(asked.drillParticipants).toHaveBeenCalledTimes(2));
  expect([...people.value.keys()]).toEqual(["duty"]);
  answer([{ part: "duty" }, { part: "director" }]);
  await first;
  expect([...people.value.keys()]).toEqual(["duty", "director"]);
});
