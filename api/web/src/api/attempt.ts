/**
 * One thing that a window sends. Its Idempotency-Key outlives a lost answer: pressed again, the
 * same request goes out under the same key, and the server counts it once.
 */
import { shallowRef } from "vue";
import { Problem } from "./problem";

export interface Sent {
  key: string;
  body: Record<string, unknown>;
  /** The version that the request rests upon (`If-Match`). */
  seen?: number;
}

export class Attempt {
  /** What was sent and may have been carried out: nobody knows until an answer comes. */
  readonly open = shallowRef<Sent | null>(null);

  /** Send `body`, or again what is still open: what was changed since then does not go out. */
  async send<T>(body: Sent["body"], seen: number | undefined, call: (sent: Sent) => Promise<T>): Promise<T> {
    const sent = this.open.value ?? { key: newKey(), body, seen };
    this.open.value = sent;
    try {
      const answer = await call(sent);
      this.open.value = null;
      return answer;
    } catch (error) {
      this.open.value = isLost(error) ? sent : null;
      throw error;
    }
  }

  /** The window is for something else now. */
  forget(): void {
    this.open.value = null;
  }
}

function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

/** No answer, or one that does not say whether the request was carried out. */
const isLost = (error: unknown) => error instanceof Problem && (error.status === 0 || error.status >= 500);
