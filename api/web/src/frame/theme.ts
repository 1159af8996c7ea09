/** Light or dark: as the system says, until somebody chooses for this browser. */
import { ref, watchEffect } from "vue";

export type Theme = "system" | "light" | "dark";
export const THEMES: Theme[] = ["system", "light", "dark"];
const REMEMBERED = "zhiban.theme";

const system = window.matchMedia("(prefers-color-scheme: dark)");
const systemDark = ref(system.matches);
system.addEventListener("change", (event) => (systemDark.value = event.matches));

export const theme = ref<Theme>(remembered());

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(REMEMBERED) as Theme;
    return THEMES.includes(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

export function useTheme(chosen: Theme): void {
  theme.value = chosen;
  try {
    localStorage.setItem(REMEMBERED, chosen);
  } catch {
    // A browser that forbids storage forgets the choice; nothing else is lost.
  }
}

/** Paper is white, whatever the screen is. */
const onPaper = ref(false);
window.addEventListener("beforeprint", () => (onPaper.value = true));
window.addEventListener("afterprint", () => (onPaper.value = false));

// Element Plus takes its dark colours from the same class. The browser lays out the paper as soon as `beforeprint` is over.
watchEffect(
  () => {
    const dark = theme.value === "dark" || (theme.value === "system" && systemDark.value);
    document.documentElement.classList.toggle("dark", dark && !onPaper.value);
  },
  { flush: "sync" },
);
