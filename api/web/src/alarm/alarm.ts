/** The bell: what waits for somebody, on every tab; rung by one of them. */
import { reactive, watch } from "vue";
import { route } from "../frame/route";
import { incidents, live, session } from "../live/store";
import { t } from "../messages";
import { waiting as calls } from "../calling/waiting";
import { serverNow } from "../time/clock";
import { beat } from "./beat";
import { alarms, type Alarm, type AlarmKind } from "./conditions";
import { AlarmMemory, type Settings, type Silence } from "./memory";
import { mayNotify, notify } from "./notice";
import { audible, hasSound, play, unlock } from "./sound";
import { placeOf, saying } from "./words";

const memory = new AlarmMemory(() => localStorage);

export const bell = reactive({
  /** All that waits, and of it what nobody has taken note of. */
  all: [] as Alarm[],
  waiting: [] as Alarm[],
  settings: memory.settings(),
  silence: null as Silence | null,
  /** The browser wants a press on the page before it makes a sound. */
  blocked: false,
  mayNotify: mayNotify(),
  /** How often it rang here, and for what last. */
  rang: 0,
  last: null as AlarmKind | null,
  /** For screen readers. */
  said: "",
});

/** What waits in an incident; the list of incidents may show it. */
export const alarmsOf = (id: string): Alarm[] => bell.all.filter((one) => one.incident === id);

let known = new Set<string>();

function look(): void {
  bell.settings = memory.settings();
  const now = serverNow();
  bell.silence = memory.silence(now);
  bell.mayNotify = mayNotify();
  bell.blocked = bell.settings.on && hasSound() && !audible();
  const account = session.name;
  if (!account || !live.loaded) return show([], []);
  const who = { roles: session.roles, reporter: session.division ?? session.unit, minutes: bell.settings.minutes };
  const all = alarms(incidents.values(), who, now, calls.value);
  seeing(account, all, now);
  const noted = memory.noted(account);
  const waiting = all.filter((one) => !noted(one.key));
  show(all, waiting);
  tell(waiting.filter((one) => !known.has(one.key)));
  known = new Set(all.map((one) => one.key));
  void ring(account, waiting, now);
}

function show(all: Alarm[], waiting: Alarm[]): void {
  if (different(bell.all, all)) bell.all = all;
  if (different(bell.waiting, waiting)) bell.waiting = waiting;
  const title = document.title.replace(/^\(\d+\) /, "");
  const badged = waiting.length ? `(${waiting.length}) ${title}` : title;
  if (document.title !== badged) document.title = badged;
}

const marks = (list: Alarm[]) => list.map((one) => `${one.key} ${one.n} ${one.title}`).join("\n");
const different = (one: Alarm[], other: Alarm[]) => marks(one) !== marks(other);

/** Whoever looks at an incident has seen that it is new. */
function seeing(account: string, all: Alarm[], now: number): void {
  if (route.value.screen !== "incident" || document.visibilityState !== "visible") return;
  const here = all.filter((one) => one.kind === "new" && one.incident === route.value.id);
  const noted = memory.noted(account);
  const seen = here.filter((one) => !noted(one.key));
  if (seen.length) memory.note(account, seen.map((one) => one.key), now);
}

function tell(fresh: Alarm[]): void {
  const loud = fresh.filter((one) => !one.exercise || bell.settings.exercises);
  if (!loud.length) return;
  bell.said = loud.map(saying).join(t("common.semicolon"));
  if (!bell.settings.on || bell.silence) return;
  for (const one of loud) notify(one.key, saying(one), placeOf(one));
}

async function ring(account: string, waiting: Alarm[], now: number): Promise<void> {
  if (!bell.settings.on || bell.silence || !audible()) return;
  const loud = waiting.filter((one) => !one.exercise || bell.settings.exercises);
  if (!loud.length) return;
  await exclusively(() => {
    const due = new Set(memory.claim(account, loud.map((one) => one.key), now));
    const first = loud.find((one) => due.has(one.key));
    if (first) sound(first.kind, first.exercise);
  });
}

/** One tab at a time; where the browser gives no locks, one after another by chance. */
async function exclusively(work: () => void): Promise<void> {
  if (navigator.locks) await navigator.locks.request("zhiban.alarm", work);
  else {
    await new Promise((done) => setTimeout(done, Math.random() * 200));
    work();
  }
}

function sound(kind: AlarmKind, exercise: boolean): void {
  if (!play(kind, exercise)) return;
  bell.rang += 1;
  bell.last = kind;
}

/** 知道了: it rings no more for these. */
export function note(these: Alarm[]): void {
  if (session.name) memory.note(session.name, these.map((one) => one.key), serverNow());
  look();
}

export function silenceFor(minutes: number): void {
  memory.keepSilence(minutes ? { until: serverNow() + minutes * 60_000, by: session.name ?? "" } : null);
  look();
}

export function change(part: Partial<Settings>): void {
  memory.keepSettings({ ...bell.settings, ...part });
  look();
}

/** Sounds also while it is silent: whoever presses it wants to hear it. */
export async function test(exercise: boolean): Promise<void> {
  await press();
  sound("new", exercise);
}

/** The press that the browser waits for. */
export async function press(): Promise<void> {
  await unlock();
  look();
}

let stop: (() => void) | null = null;

/** Begin to listen; every press on the page lets it ring. */
export function startBell(): void {
  if (stop) return;
  stop = beat(look);
  window.addEventListener("storage", look);
  // Not when the button goes down: the bell's words change with it, and it would shrink away.
  for (const kind of ["pointerup", "keydown"]) {
    window.addEventListener(kind, () => !audible() && void press(), { capture: true, passive: true });
  }
  watch(() => [route.value.id, session.name], look);
  void press();
}
