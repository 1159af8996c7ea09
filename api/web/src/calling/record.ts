/** The 叫应 record: what was tried for each call, in order, and how it ended. Pure. */
import type { CallStep, CallView, ListedCall } from "../api/types";
import { whoOf } from "./calls";

/** One channel of it. */
export interface Way {
  channel: string;
  outcome: string;
  /** The outcome in the server's words, and where it went; null where only the view is known. */
  said: string | null;
  address: string | null;
}

/** One person, tried at one instant by some channels. */
export interface Tried {
  at: string;
  who: string;
  post: string | null;
  ways: Way[];
}

export interface Recorded {
  call: CallView;
  tried: Tried[];
}

/** Calls by the instant at which they started, with their attempts in order. */
export function recordOf(calls: (CallView | ListedCall)[]): Recorded[] {
  return [...calls]
    .sort((a, b) => a.started_at.localeCompare(b.started_at) || a.id.localeCompare(b.id))
    .map((call) => ({ call, tried: tried(call, "tried" in call ? call.tried : call.attempts) }));
}

type Attempt = CallView["attempts"][number] & Partial<Pick<ListedCall["tried"][number], "said" | "address">>;

function tried(call: CallView, attempts: Attempt[]): Tried[] {
  const found = new Map<string, Tried>();
  for (const one of attempts) {
    // Channels of one step are tried at once: to the second that is one line.
    const key = `${one.step} ${one.at.slice(0, 19)}`;
    const step: CallStep | undefined = call.steps[one.step];
    const { name, post } = step ? whoOf(call, step) : { name: call.post, post: null };
    const line = found.get(key) ?? { at: one.at, who: name, post, ways: [] };
    line.ways.push({ channel: one.channel, outcome: one.outcome, said: one.said ?? null, address: one.address ?? null });
    found.set(key, line);
  }
  return [...found.values()];
}
