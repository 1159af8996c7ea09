/** How many improvements this account has to carry out: whoever owns one finds the way to it. */
import { ref } from "vue";
import { api } from "../api/api";
import type { Improvement } from "../api/types";

const AGAIN_MS = 600_000;
export const ownImprovements = ref(0);

export function countOwn(all: readonly Improvement[]): void {
  ownImprovements.value = all.filter((one) => one.may_settle && !one.done).length;
}

async function look(): Promise<void> {
  try {
    countOwn(await api.improvements());
  } catch {
    // What is not reached now is asked for again.
  }
}

/** Ask now and every ten minutes; what comes back stops it. */
export function watchOwn(): () => void {
  ownImprovements.value = 0;
  void look();
  const timer = setInterval(() => void look(), AGAIN_MS);
  return () => clearInterval(timer);
}
