/** The server's time as something that screens can watch. Countdowns never ask the browser. */
import { readonly, reactive, ref, shallowRef } from "vue";
import { ServerClock, left, parts } from "./countdown";
import { Gap } from "./gap";
import type { Hello } from "../live/live";
import { hasWord, language, t } from "../messages";

export const ZONE = "Asia/Shanghai";

const clock = new ServerClock(() => performance.now());

/** The server's time in milliseconds, moving with every tick. */
export const now = ref(Date.now());

/** Whether the server's clock is not the real one, what it says of it, and whether it takes exercises alone. */
export const virtual = reactive({ on: false, speed: null as number | null, plays: false });

export function heard(server: string, hello?: Partial<Hello>): void {
  if (hello) tellVirtual(hello);
  clock.heard(server, virtual.on ? (virtual.speed ?? undefined) : 1);
  tick();
}

/** `hello` and the session say whether the clock is the real one; the session also what the server is for. */
export function tellVirtual(said: { virtual_clock?: boolean; clock_speed?: number; exercises_only?: boolean }): void {
  if (said.virtual_clock !== undefined) virtual.on = said.virtual_clock;
  if (said.exercises_only !== undefined) virtual.plays = said.exercises_only;
  if (said.clock_speed !== undefined) virtual.speed = said.clock_speed;
}

/** The present second: screens that watch it are drawn once a second. */
const presentSecond = shallowRef(0);
export const second = readonly(presentSecond);
/** The present year: what shows an instant is drawn anew when it changes, and not every second. */
const presentYear = shallowRef("");

const gap = new Gap(() => performance.now(), Date.now);
const sleepers: ((milliseconds: number) => void)[] = [];

/** Called when the machine has slept, or its clock was set: what is shown may be out of date. */
export function onSleep(what: (milliseconds: number) => void): void {
  sleepers.push(what);
}

export function tick(): void {
  const slept = gap.look();
  if (slept) {
    // A calendar that was set back says nothing of how long it was.
    if (slept > 0) clock.slept(slept);
    for (const what of sleepers) what(slept);
  }
  now.value = clock.known ? clock.now() : Date.now();
  const whole = Math.floor(now.value / 1000) * 1000;
  if (whole === presentSecond.value) return;
  presentSecond.value = whole;
  presentYear.value = parts(whole, ZONE).year ?? "";
}

tick();
setInterval(tick, 250);

/** The server's time now, for requests. */
export function serverNow(): number {
  tick();
  return now.value;
}

/** "11-23 13:45", with the year when it is not the present one. */
export function showTime(instant: string | number | null | undefined, seconds = false): string {
  if (instant === null || instant === undefined || instant === "") return "";
  const p = parts(typeof instant === "number" ? instant : Date.parse(instant), ZONE);
  const day = p.year === presentYear.value ? `${p.month}-${p.day}` : `${p.year}-${p.month}-${p.day}`;
  return `${day} ${p.hour}:${p.minute}${seconds ? `:${p.second}` : ""}`;
}

export function showDate(instant: number): string {
  const p = parts(instant, ZONE);
  const weekday = new Date(instant + 8 * 3600_000).getUTCDay();
  const name = hasWord("weekday", String(weekday)) ? t(`weekday.${weekday}` as never) : "";
  return language.value === "zh"
    ? `${p.year}年${Number(p.month)}月${Number(p.day)}日 ${name}`
    : `${p.year}-${p.month}-${p.day} ${name}`;
}

export function showClock(instant: number): string {
  const p = parts(instant, ZONE);
  return `${p.hour}:${p.minute}:${p.second}`;
}

/** "2 天 03:04:05": a length of time in milliseconds. */
export function span(milliseconds: number): string {
  const { days, clock: rest } = left(new Date(milliseconds).toISOString(), 0);
  return days ? t("slots.days", { n: days, clock: rest }) : rest;
}

/** What is left until `due`, by the server's time. */
export function remaining(due: string) {
  return left(due, second.value);
}
