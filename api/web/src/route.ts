/** The address behind the `#`: which screen, with which id. The server never sees it. */
import { ref } from "vue";
import { isLanguage, speak } from "./messages";

export interface Route {
  screen: "list" | "incident" | "wall";
  id: string;
}

export const route = ref<Route>(read());

/**
 * A wall screen's token, taken out of the address so that nobody reads it over a shoulder.
 * Kept for the tab, so that a screen that reloads by itself at night comes back.
 */
const KEPT = "zhiban.wall-token";
/** The language that the wall's address asks for: of this tab, not of the browser. */
const KEPT_LANGUAGE = "zhiban.wall-language";
export const wallToken = ref<string | null>(null);

export function read(hash: string = location.hash): Route {
  const [path] = hash.replace(/^#\/?/, "").split("?");
  const [screen, id = ""] = (path ?? "").split("/");
  if (screen === "wall") return { screen: "wall", id: "" };
  if (screen === "incident" && id) return { screen: "incident", id: decodeURIComponent(id) };
  return { screen: "list", id: "" };
}

export const incidentPath = (id: string) => `#/incident/${encodeURIComponent(id)}`;

const asked = () => new URLSearchParams(location.hash.split("?")[1] ?? "");

function takeLanguage(): void {
  if (read().screen !== "wall") return;
  const given = asked().get("language");
  if (isLanguage(given)) sessionStorage.setItem(KEPT_LANGUAGE, given);
  else if (asked().has("token")) sessionStorage.removeItem(KEPT_LANGUAGE);
  const kept = sessionStorage.getItem(KEPT_LANGUAGE);
  if (isLanguage(kept)) speak(kept);
}

function takeToken(): void {
  const token = asked().get("token") ?? (read().screen === "wall" ? sessionStorage.getItem(KEPT) : null);
  if (!token) return;
  wallToken.value = token;
  sessionStorage.setItem(KEPT, token);
  history.replaceState(null, "", "#/wall");
}

export function watchRoute(): void {
  const update = () => {
    takeLanguage();
    takeToken();
    route.value = read();
    window.scrollTo(0, 0);
  };
  window.addEventListener("hashchange", update);
  update();
}
