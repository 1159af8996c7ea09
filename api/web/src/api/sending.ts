/** How a window sends: once at a time, under a key of its own, and every error becomes words. */
import { computed, ref, shallowRef } from "vue";
import { Attempt } from "./attempt";
import { asProblem, type Problem } from "./problem";

export function useSending() {
  const attempt = new Attempt();
  const busy = ref(false);
  const problem = shallowRef<Problem | null>(null);

  async function run(act: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await act();
    } catch (error) {
      problem.value = asProblem(error);
    } finally {
      busy.value = false;
    }
  }

  /** The window is opened for something new. */
  function begin(): void {
    attempt.forget();
    problem.value = null;
  }

  /** Whether what was sent may have been carried out, without anybody knowing. */
  const lost = computed(() => attempt.open.value !== null && !busy.value);
  return { attempt, busy, problem, lost, run, begin };
}
