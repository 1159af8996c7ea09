/** A window's draft: kept while somebody types, given back when the window opens, gone when sent. */
import { computed, ref, watch } from "vue";
import type { Attempt } from "../api/attempt";
import { Drafts, draftKey } from "./drafts";
import { askBeforeLeaving } from "./leaving";
import { session } from "../live/store";

export const drafts = new Drafts(() => localStorage, Date.now);

/**
 * @param values what is typed, as plain data; read again whenever it changes
 * @param put fill the window with such values
 * @param asks whether leaving the page asks what to do with the text; a line that is always there does not
 */
export function useDraft(
  attempt: Attempt,
  values: () => Record<string, unknown>,
  put: (values: Record<string, any>) => void,
  { asks = true } = {},
) {
  let key: string | null = null;
  /** The draft of the window that was opened last: an answer may come after the window is gone. */
  let last: string | null = null;
  let unwatch = () => {};
  /** What stands in the window before anybody types, as text. */
  const blank = ref("");
  /** When the draft that was given back was typed; null where there was none. */
  const restored = ref<number | null>(null);
  const asking = ref(false);
  const now = computed(() => JSON.stringify(values()));
  const typed = computed(() => now.value !== blank.value || attempt.open.value !== null);

  watch([now, attempt.open], () => {
    if (key === null) return;
    if (typed.value) drafts.keep(key, values(), attempt.open.value);
    else drafts.drop(key);
  });

  /** The window stands open with its first values. */
  function open(incident: string, window: string): void {
    key = last = draftKey(session.name ?? "", incident, window);
    asking.value = false;
    unwatch();
    if (asks) unwatch = askBeforeLeaving(mayClose);
    blank.value = now.value;
    const found = drafts.read(key);
    restored.value = found?.at ?? null;
    if (!found) return;
    put(found.values);
    attempt.open.value = found.sent;
  }

  /** The window is gone; the draft stays. */
  function leave(): void {
    unwatch();
    key = null;
    asking.value = false;
  }

  function discard(): void {
    if (last !== null) drafts.drop(last);
    attempt.forget();
    leave();
  }

  /** Begin anew in the open window. */
  function clear(): void {
    attempt.forget();
    restored.value = null;
    put(JSON.parse(blank.value));
  }

  /** Whether the window may close at once; otherwise it asks what to do with the typed text. */
  function mayClose(): boolean {
    asking.value = typed.value;
    return !typed.value;
  }

  return { restored, asking, typed, open, leave, discard, clear, mayClose };
}
