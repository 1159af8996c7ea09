/** How far down the signs reach, which nothing covers: windows begin below them (`--signs`). */
import { onWatcherCleanup, watch, type Ref } from "vue";

export function useSignsHeight(signs: Ref<HTMLElement | null>): void {
  watch(signs, (element) => {
    const tell = () => {
      const { height, bottom } = element?.getBoundingClientRect() ?? { height: 0, bottom: 0 };
      document.documentElement.style.setProperty("--signs", `${height ? bottom : 0}px`);
    };
    tell();
    if (!element || typeof ResizeObserver === "undefined") return;
    const watching = new ResizeObserver(tell);
    watching.observe(element);
    onWatcherCleanup(() => watching.disconnect());
  });
}
