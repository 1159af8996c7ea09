/** The address behind the `#`, as the screens watch it. The server never sees it. */
import { ref } from "vue";
import { isLanguage, speak } from "../messages";
import { USUAL, asked, asksFor, settingsOf, type WallSettings } from "../wall/settings";

export interface Route {
  /** The name of the page, as router.ts gives it. */
  screen: string;
  id: string;
  /** The part of an incident that is shown; empty for the overview. */
  tab: string;
}

/** Where the page is; router.ts keeps it current. */
export const route = ref<Route>({ screen: "", id: "", tab: "" });

/**
 * A wall screen's token, taken out of the address so that nobody reads it over a shoulder.
 * Kept for the tab, so that a screen that reloads by itself at night comes back.
 */
const KEPT = "zhiban.wall-token";
/** The language that the wall's address asks for: of this tab, not of the browser. */
const KEPT_LANGUAGE = "zhiban.wall-language";
export const wallToken = ref<string | null>(null);
/** The settings that the wall's address asks for, kept in the same way. */
const KEPT_SETTINGS = "zhiban.wall-settings";
export const wallSettings = ref<WallSettings>(USUAL);

/**
 * Go to an address of the page, such as `#/account`. By the router, which numbers what it
 * pushes: Back is then undone by as many steps as it took when a window refuses to leave.
 */
export const go = { to: (hash: string): void => void (location.hash = hash) };

const place = (id: string, tab = "") => `/incident/${encodeURIComponent(id)}${tab ? `/${tab}` : ""}`;
/** The address of an incident, or of one of its tabs. */
export const incidentPath = (id: string, tab = "") => `#${place(id, tab)}`;

/** What the wall's address asks for is taken out of it; true if the address held a token. */
export function takeWall(query: Record<string, unknown>): boolean {
  const given = typeof query.language === "string" ? query.language : null;
  if (isLanguage(given)) sessionStorage.setItem(KEPT_LANGUAGE, given);
  else if ("token" in query) sessionStorage.removeItem(KEPT_LANGUAGE);
  const kept = sessionStorage.getItem(KEPT_LANGUAGE);
  if (isLanguage(kept)) void speak(kept);
  if (asksFor(query) || "token" in query) sessionStorage.setItem(KEPT_SETTINGS, asked(settingsOf(query)));
  wallSettings.value = settingsOf(Object.fromEntries(new URLSearchParams(sessionStorage.getItem(KEPT_SETTINGS) ?? "")));
  const token = typeof query.token === "string" ? query.token : sessionStorage.getItem(KEPT);
  if (token) {
    wallToken.value = token;
    sessionStorage.setItem(KEPT, token);
  }
  return "token" in query;
}

/**
 * A sign-in that was handed out for a drill, until it is pressed or put away. The address loses it
 * at once; this tab alone keeps it, so that loading the page again does not lose it.
 */
export const joining = ref<{ name: string; code: string } | null>(null);
const KEPT_JOIN = "zhiban.join";

export function takeJoin(query: Record<string, unknown>): void {
  const { name, code } = query;
  if (typeof name !== "string" || typeof code !== "string") return;
  joining.value = { name, code };
  sessionStorage.setItem(KEPT_JOIN, JSON.stringify(joining.value));
}

/** A tab that had not joined yet goes on with it after a reload. */
export function keptJoin(): void {
  const kept = sessionStorage.getItem(KEPT_JOIN);
  if (kept) takeJoin(JSON.parse(kept) as Record<string, unknown>);
}

/** It counts no more: after a reload the page asks for account and password. */
export const forgetJoin = () => sessionStorage.removeItem(KEPT_JOIN);

/** It has been used, or put away. */
export function putJoinAway(): void {
  joining.value = null;
  forgetJoin();
}

/** The token by which a controller looks at somebody's screen: of this tab, as a wall's is. */
const KEPT_LOOK = "zhiban.look-token";
export const lookToken = ref<string | null>(null);

export function takeLook(query: Record<string, unknown>): void {
  if (typeof query.token !== "string") return;
  sessionStorage.setItem(KEPT_LOOK, query.token);
  lookToken.value = query.token;
}

/** A tab that looked at somebody's screen goes on with it after a reload. */
export function keptLook(): void {
  lookToken.value = sessionStorage.getItem(KEPT_LOOK);
}

/** A sheet of paper about an incident: one page of it, its journal, or its calls. */
export const printPath = (sheet: "briefing" | "journal" | "calls", id: string) => `#/print/${sheet}/${encodeURIComponent(id)}`;
