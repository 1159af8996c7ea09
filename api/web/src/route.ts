/** The address behind the `#`: which screen, with which id. The server never sees it. */
import { ref } from "vue";

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
export const wallToken = ref<string | null>(null);

export function read(hash: string = location.hash): Route {
  const [path] = hash.replace(/^#\/?/, "").split("?");
  const [screen, id = ""] = (path ?? "").split("/");
  if (screen === "wall") return { screen: "wall", id: "" };
  if (screen === "incident" && id) return { screen: "incident", id: decodeURIComponent(id) };
  return { screen: "list", id: "" };
}

export const incidentPath = (id: string) => `#/incident/${encodeURIComponent(id)}`;

function takeToken(): void {
  const given = new URLSearchParams(location.hash.split("?")[1] ?? "").get("token");
  const token = given ?? (read().screen === "wall" ? sessionStorage.getItem(KEPT) : null);
  if (!token) return;
  wallToken.value = token;
  sessionStorage.setItem(KEPT, token);
  history.replaceState(null, "", "#/wall");
}

export function watchRoute(): void {
  const update = () => {
    takeToken();
    route.value = read();
    window.scrollTo(0, 0);
  };
  window.addEventListener("hashchange", update);
  update();
}
