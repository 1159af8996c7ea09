/** Plans that a screen shows: asked for again until they are here, because a wall has nobody to press. */
import { asProblem } from "../api/problem";
import { loadPlan } from "./store";

const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;
const wanted = new Set<string>();

/** Have the plan loaded; not twice at once, and not again where the server has said no. */
export function wantPlan(id: string): void {
  if (wanted.has(id)) return;
  wanted.add(id);
  void ask(id, FIRST_MS);
}

async function ask(id: string, waitMs: number): Promise<void> {
  try {
    await loadPlan(id);
  } catch (error) {
    if (passes(asProblem(error).status)) {
      setTimeout(() => void ask(id, Math.min(2 * waitMs, LONGEST_MS)), waitMs);
      return;
    }
  }
  wanted.delete(id);
}

/** Whether it can be otherwise the next time: not reached, overloaded, broken. */
const passes = (status: number) => status <= 0 || status === 429 || status >= 500;
