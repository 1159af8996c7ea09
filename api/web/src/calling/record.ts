/** The 叫应 record: what was tried for each call, in order, and how it ended. Pure. */
import type { CallStep, CallView, ListedCall } from "../api/types";
import { whoOf } from "./calls";

export interface Tried {
  at: string;
  who: string;
  post: string | null;
  channel: string;
  outcome: string;
  /** The outcome in the server's words, and where it went; null where only the view is known. */
  said: string | null;
  address: string | null;
}

export interface Recorded {
  call: CallView;
  tried: Tried[];
}

/** Calls by the instant at which they started, with their attempts in order. */
export function recordOf(calls: (CallView | ListedCall)[]): Recorded[] {
  return [...calls]
    .sort((a, b) => a.started_at.localeCompare(b.started_at) || a.id.localeCompare(b.id))
    .map((call) => ({ call, tried: ("tried" in call ? call.tried : call.attempts).map((one) => tried(call, one)) }));
}

type Attempt = CallView["attempts"][number] & Partial<Pick<ListedCall["tried"][number], "said" | "address">>;

function tried(call: CallView, one: Attempt): Tried {
  const step: CallStep | undefined = call.steps[one.step];
  const { name, post } = step ? whoOf(call, step) : { name: call.post, post: null };
  return { at: one.at, who: name, post, channel: one.channel, outcome: one.outcome, said: one.said ?? null, address: one.address ?? null };
}
