/**
 * Calls that belong to no incident, such as for a gap in the roster. No frame tells of them: they
 * are asked for, at the latest after some seconds and right after each instant at which one of
 * them changes by time alone.
 */
import { shallowRef, watch } from "vue";
import { api } from "../api/api";
import type { ListedCall } from "../api/types";
import { isDesk, live, session } from "../live/store";
import { serverNow } from "../time/clock";
import { nextChange, type Ringing } from "./calls";

const EACH_MS = 10_000;
/** The server needs a moment to enter what time has done. */
const AFTER_MS = 700;

export const office = shallowRef<Ringing[]>([]);

let timer: ReturnType<typeof setTimeout> | null = null;
let asked = 0;

/** Those without an answer; once some that were known have gone, also how the last ones ended. */
async function ask(): Promise<ListedCall[]> {
  const [open, lost] = await Promise.all(["open", "exhausted"].map((state) => api.calls({ incident: "none", state, limit: "200" })));
  const waiting = [...open!, ...lost!];
  const ids = new Set(waiting.map((one) => one.id));
  if (office.value.every((one) => ids.has(one.call.id))) return waiting;
  const last = await api.calls({ incident: "none", limit: "50" });
  return [...waiting, ...last.filter((one) => !ids.has(one.id))];
}

export async function readOffice(): Promise<void> {
  const mine = ++asked;
  if (timer) clearTimeout(timer);
  if (!isDesk.value || live.state !== "live") return;
  const found = await ask().catch(() => null);
  if (mine !== asked) return;
  if (found) office.value = found.map((call) => ({ call, incident: null, number: "", title: "", exercise: call.exercise }));
  const now = serverNow();
  const change = nextChange(office.value, now);
  timer = setTimeout(() => void readOffice(), Math.min(EACH_MS, change === null ? EACH_MS : change - now + AFTER_MS));
}

watch(
  () => [session.name, isDesk.value, live.state === "live"],
  ([name], before) => {
    if (before && before[0] !== name) office.value = [];
    void readOffice();
  },
  { immediate: true },
);
