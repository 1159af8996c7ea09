/** What opening would mean, asked again as soon as the officer pauses; the newest answer counts. */
import { onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";
import { api } from "../api/api";
import type { OpeningPreview } from "../api/types";
import { language } from "../messages";

/** A pause in typing, in milliseconds. */
const PAUSE_MS = 250;

export function usePreview(open: Ref<boolean>, body: () => Record<string, unknown>) {
  const preview = shallowRef<OpeningPreview | null>(null);
  /** Nothing could be asked; what stands there may be older than the figures. */
  const failed = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function ask(): Promise<void> {
    const own = ++asked;
    try {
      const answer = await api.previewOpening(body());
      if (own !== asked) return;
      preview.value = answer;
      failed.value = false;
    } catch {
      if (own === asked) failed.value = true;
    }
  }

  function stop(): void {
    clearTimeout(timer);
    asked++;
  }

  watch([open, () => JSON.stringify(body()), language], ([isOpen]) => {
    stop();
    if (isOpen) timer = setTimeout(ask, PAUSE_MS);
    else preview.value = null;
  }, { immediate: true });
  onScopeDispose(stop);
  return { preview, failed };
}
