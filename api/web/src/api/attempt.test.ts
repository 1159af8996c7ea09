/** A request whose answer was lost goes out again as it was; any answer ends the matter. */
import { expect, test } from "vitest";
import { Attempt, type Sent } from "./attempt";
import { Problem } from "./problem";

/** A server that answers as it is told to, and what it received. */
function server(...answers: (string | number)[]) {
  const received: Sent[] = [];
  const call = async (sent: Sent) => {
    received.push(sent);
    const answer = answers.shift()!;
    if (typeof answer === "number") throw new Problem(answer, {}, "no");
    return answer;
  };
  return { received, call };
}

test.each([0, 500, 502, 503])("after %d the same key and body go out, whatever was typed since", async (status) => {
  const { received, call } = server(status, "done");
  const attempt = new Attempt();
  await expect(attempt.send({ deaths: 3 }, 7, call)).rejects.toThrow();
  expect(attempt.open.value).not.toBeNull();
  expect(await attempt.send({ deaths: 4 }, 8, call)).toBe("done");
  expect(received[1]).toEqual(received[0]);
  expect(attempt.open.value).toBeNull();
});

test.each([400, 401, 403, 409, 412, 422, 429])("after %d a new key goes out with what stands there now", async (status) => {
  const { received, call } = server(status, "done");
  const attempt = new Attempt();
  await expect(attempt.send({ deaths: 3 }, 7, call)).rejects.toThrow();
  await attempt.send({ deaths: 4 }, 8, call);
  expect(received[1]).toMatchObject({ body: { deaths: 4 }, seen: 8 });
  expect(received[1]!.key).not.toBe(received[0]!.key);
});

test("two things have two keys", async () => {
  const { received, call } = server("done", "done");
  const attempt = new Attempt();
  await attempt.send({}, undefined, call);
  await attempt.send({}, undefined, call);
  expect(new Set(received.map((sent) => sent.key)).size).toBe(2);
});
