/** The server's time as something that screens can watch. Countdowns never ask the browser. */
import { computed, reactive, ref } from "vue";
import { ServerClock, left, parts } from "./countdown";
import type { Hello } from "./live";
import { hasWord, language, t } from "./messages";

export const ZONE = "Asia/Shanghai";

const clock = new ServerClock(() => performance.now());

/** The server's time in milliseconds, moving with every tick. */
export const now = ref(Date.now());

/** Whether the server's clock is not the real one, and what it says of it. */
export const virtual = reactive({ on: false, speed: null as number | null });

export function heard(server: string, hello?: Partial<Hello>): void {
  if (hello) tellVirtual(hello);
  clock.heard(server, virtual.on ? (virtual.speed ?? undefined) : 1);
  tick();
}

/** `hello` and the session say whether the clock is the real one. */
export function tellVirtual(said: { virtual_clock?: boolean; clock_speed?: number }): void {
  if (said.virtual_clock !== undefined) virtual.on = said.virtual_clock;
  if (said.clock_speed !== undefined) virtual.speed = said.clock_speed;
}

export function tick(): void {
  now.value = clock.known ? clock.now() : Date.now();
}

setInterval(tick, 250);

/** The server's time now, for requests. */
export function serverNow(): number {
  tick();
  return now.value;
}

/** The present second: screens that watch it are drawn once a second. */
export const second = computed(() => Math.floor(now.value / 1000) * 1000);

/** "11-23 13:45", with the year when it is not the present one. */
export function showTime(instant: string | number | null | undefined, seconds = false): string {
  if (instant === null || instant === undefined || instant === "") return "";
  const p = parts(typeof instant === "number" ? instant : Date.parse(instant), ZONE);
  const year = parts(second.value, ZONE).year;
  const day = p.year === year ? `${p.month}-${p.day}` : `${p.year}-${p.month}-${p.day}`;
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

/** What is left until `due`, by the server's time. */
export function remaining(due: string) {
  return left(due, second.value);
}
