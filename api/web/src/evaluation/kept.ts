/** What is typed into a form of the evaluation, kept in this browser until it has been taken. */
import { reactive, watch } from "vue";
import { session } from "../live/store";

export function useKept<T extends Record<string, unknown>>(form: () => string, empty: () => T) {
  const key = () => `zhiban.typed:${session.name ?? ""}:${form()}`;
  const read = (): T => {
    try {
      const found = JSON.parse(localStorage.getItem(key()) ?? "null") as T | null;
      return { ...empty(), ...(found ?? {}) };
    } catch {
      return empty();
    }
  };
  const values = reactive(read()) as T;
  watch(values, (now) => {
    try {
      // What nobody has typed is not kept: it would stand in the way of what is given later.
      const text = JSON.stringify(now);
      if (text === JSON.stringify(empty())) localStorage.removeItem(key());
      else localStorage.setItem(key(), text);
    } catch {
      // A browser that forbids storage keeps nothing; the form itself still works.
    }
  });
  watch(form, () => Object.assign(values, empty(), read()));
  /** It was taken: begin anew. */
  function taken(): void {
    Object.assign(values, empty());
    localStorage.removeItem(key());
  }
  return { values, taken };
}
