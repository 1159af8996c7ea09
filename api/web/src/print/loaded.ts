/** Whether all that a sheet needs is there: a sheet with half of it is not shown. */
import { ref } from "vue";

export function useLoaded(load: () => Promise<void>) {
  const state = ref<"reading" | "ready" | "broken">("reading");
  async function read(): Promise<void> {
    state.value = "reading";
    try {
      await load();
      state.value = "ready";
    } catch {
      state.value = "broken";
    }
  }
  return { state, read };
}
