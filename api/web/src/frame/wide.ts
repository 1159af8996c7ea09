/** How much room the window has: from 1,880 pixels on the journal stands open beside the page. */
import { onScopeDispose, ref, type Ref } from "vue";

export function useMedia(query: string): Ref<boolean> {
  if (typeof window.matchMedia !== "function") return ref(false);
  const media = window.matchMedia(query);
  const holds = ref(media.matches);
  const heard = () => (holds.value = media.matches);
  media.addEventListener("change", heard);
  onScopeDispose(() => media.removeEventListener("change", heard));
  return holds;
}

export const useWide = () => useMedia("(min-width: 1880px)");
