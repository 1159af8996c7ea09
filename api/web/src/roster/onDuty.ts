/** Who is on duty, for every screen that says so: asked once a minute while one of them stands. */
import { onMounted, onUnmounted, shallowRef, watch } from "vue";
import { api } from "../api/api";
import { session } from "../live/store";
import type { OnDuty } from "../api/types";

const MS_BETWEEN_LOOKS = 60_000;
export const onDuty = shallowRef<OnDuty | null>(null);
let watching = 0;
let timer = 0;

/** Ask now, as after a change. What was known stays while the server does not answer. */
export async function readOnDuty(): Promise<void> {
  const { name } = session;
  try {
    const found = await api.onDuty();
    if (name === session.name) onDuty.value = found;
  } catch {
    // The connection's own sign tells that the server does not answer.
  }
}

// Numbers are hidden from some accounts: nothing is left for the next one.
watch(() => session.name, () => (onDuty.value = null), { flush: "sync" });

export function useOnDuty(): typeof onDuty {
  onMounted(() => {
    void readOnDuty();
    watching += 1;
    if (watching === 1) timer = window.setInterval(() => void readOnDuty(), MS_BETWEEN_LOOKS);
  });
  onUnmounted(() => {
    watching -= 1;
    if (!watching) window.clearInterval(timer);
  });
  return onDuty;
}
