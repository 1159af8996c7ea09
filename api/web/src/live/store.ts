/** What the screens show: the incidents by id, their journals, the plans; the session is in session.ts. */
import { computed, reactive, shallowReactive, watch } from "vue";
import { Announcements, type Change } from "./announcements";
import { api } from "../api/api";
import type { Sent } from "../api/attempt";
import { heard, onSleep } from "../time/clock";
import { heardWords } from "../drill/chat";
import { drill, heardDrill } from "../drill/drill";
import { ChainMemory } from "./chain";
import { Heard, merged } from "./deltas";
import { cutBack, forgetJournals, hear, journals, loadJournal, take } from "./journals";
import { LiveClient, liveUrl, type Connection, type Listener } from "./live";
import { language, t, word } from "../messages";
import { checkAccount, forgetAccount, loadSession } from "./session";
import type { ClockState, ContinuationState, Finding, IncidentView, JournalEnd, PlanDetail, PlanSummary, StoreHealth } from "../api/types";

export { isAssessor, isDesk, isOverseer, isReporterOnly, loadSession, readsScenarios, session, signIn } from "./session";

const NO_ALARM: ClockState = { state: "trusted", node: "", ahead_s: 0, since: null };

export const incidents = shallowReactive(new Map<string, IncidentView>());
export { journals, loadJournal };
export const plans = reactive({ list: [] as PlanSummary[] });
const planDetails = shallowReactive(new Map<string, PlanDetail>());
export const live = reactive({
  state: "closed" as Connection,
  tried: false,
  loaded: false,
  refused: 0,
  /** The server's instant up to which everything has been heard; empty before that. */
  seen: "",
  /** Spoken by screen readers. */
  announcement: "",
});

/** What the server's audit of its own report ledgers says; `found` as far as it may be seen. */
export const watchdog = reactive({ silent: false, differences: 0, found: [] as Finding[] });

/** Whether the clock of the node that this screen listens to can be right. */
export const clockState = reactive<ClockState>({ ...NO_ALARM });
/** Whether what is entered is kept, and what other servers enter is seen. */
export const stored = reactive<StoreHealth>({ well: true, writes: true, reads: true });

/** A link of the chain that was shown before and is not held any more; a lost end that waits. */
export const chain = reactive({ broken: null as JournalEnd | null, continuation: null as ContinuationState | null });
const memory = new ChainMemory((broken) => (chain.broken = broken));
/** Somebody has been told: what is shown from now on counts. */
export const acceptChain = (): void => memory.accept();

/** What the sign of the connection says: behind a server that stores nothing nothing is live. */
export const connection = computed(() => (live.state === "live" && !stored.well ? "unstored" : live.state));

/** The same in words: what is played again is not live, however well the connection is. */
export const connectionWord = computed(() => word("live", connection.value === "live" && drill.sign?.replays ? "replay" : connection.value));

/** Whether what is shown may be out of date. */
export const stale = computed(
  () => live.tried && live.state !== "live" && live.state !== "connecting",
);

// ── Session ────────────────────────────────────────────────────────────────

export async function signOut(): Promise<void> {
  stopLive();
  await api.signOut();
  signedOut();
}

/** Forget everything that the account has seen. */
export function signedOut(): void {
  forget();
  forgetAccount();
}

/** Another account goes on in this page: nothing of the first one's is shown to it. */
export async function becomeOther(): Promise<void> {
  forget();
  await loadSession();
}

function forget(): void {
  stopLive();
  incidents.clear();
  forgetJournals();
  planDetails.clear();
  plans.list = [];
}

// ── Plans ──────────────────────────────────────────────────────────────────

export async function loadPlans(): Promise<void> {
  plans.list = await api.plans();
}

/** The plan, fetched once; undefined until it is there. */
export function plan(id: string): PlanDetail | undefined {
  return planDetails.get(id);
}

/** The plan of an incident in hand, once it is there. */
export function planOf(incident: string): PlanDetail | undefined {
  const view = incidents.get(incident);
  return view && plan(view.plan.id);
}

export async function loadPlan(id: string): Promise<PlanDetail> {
  const known = planDetails.get(id);
  if (known) return known;
  const loaded = await api.plan(id);
  planDetails.set(id, loaded);
  return loaded;
}

// ── Incidents ──────────────────────────────────────────────────────────────

/** Keep the newer view; a slow answer never undoes what has come by the socket. */
export function keep(view: IncidentView): void {
  const held = incidents.get(view.id);
  if (!held || view.version >= held.version) place(view);
}

const announcements = new Announcements(() => performance.now());

function place(view: IncidentView, before = incidents.get(view.id)): void {
  incidents.set(view.id, view);
  const changes = announcements.note(before, view);
  if (changes) live.announcement = changes.map(sentence).join(t("common.semicolon"));
}

function sentence({ before, after }: Change): string {
  const { number, title } = after;
  return t("announce.place", { number, title, before: before.place_name, after: after.place_name });
}

export async function refresh(id: string): Promise<void> {
  keep(await api.incident(id));
}

/**
 * Send a command and show what it did; `call` is the call that takes it. While the live
 * connection is up the view comes by it, and the answer need not hold it as well.
 */
export async function command(id: string, sent: Sent, call: typeof api.command = api.command): Promise<void> {
  const held = incidents.get(id);
  const { events, incident } = await call(id, sent, live.state === "live" && held !== undefined && held.stage !== "closed");
  if (journals.has(id)) {
    const last = journals.get(id)?.at(-1)?.seq ?? 0;
    if (events[0]?.seq === last + 1) take(id, events);
    else void loadJournal(id);
  }
  if ("stage" in incident) keep(incident);
  else await heardUpTo(id, incident.version);
}

/** How long the view of a command may be on its way by the live connection. */
const ON_ITS_WAY_MS = 1_000;

/** Until this version is shown; it is fetched if the live connection ends first or is late. */
async function heardUpTo(id: string, version: number): Promise<void> {
  const shown = () => (incidents.get(id)?.version ?? 0) >= version;
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => end(), ON_ITS_WAY_MS);
    const stop = watch(() => shown() || live.state !== "live", (over) => over && end(), { flush: "sync" });
    const end = () => {
      clearTimeout(late);
      stop();
      resolve();
    };
    if (shown() || live.state !== "live") end();
  });
  // The command is carried out, whether or not this succeeds; the next snapshot shows it too.
  if (!shown()) await refresh(id).catch(() => undefined);
}

// ── Live ───────────────────────────────────────────────────────────────────

let client: LiveClient | null = null;
const heardOf = new Heard();

const listener: Listener = {
  connection(state) {
    live.state = state;
    if (state !== "connecting") live.tried = true;
  },
  seen: (instant) => (live.seen = instant),
  time: heard,
  watchdog({ silent, differences }) {
    const changed = differences !== watchdog.differences;
    Object.assign(watchdog, { silent, differences });
    if (changed) void loadFindings();
  },
  clock: (state) => Object.assign(clockState, state),
  store: (state) => void Object.assign(stored, state),
  chain: memory,
  continuation: (state) => (chain.continuation = state),
  drill: heardDrill,
  drillWords: heardWords,
  snapshot(views) {
    heardOf.clear();
    const before = new Map(incidents);
    incidents.clear();
    for (const view of views) place(view, before.get(view.id));
    live.loaded = true;
    // The journals that are open may have grown while nobody listened.
    for (const id of [...journals.keys()]) {
      cutBack(id, incidents.get(id)?.version ?? Infinity);
      void loadJournal(id);
    }
  },
  event(frame) {
    const { event } = frame;
    const held = incidents.get(event.incident);
    heardOf.note(held, frame);
    const fresh = merged(held, frame);
    if (fresh && fresh !== held) place(fresh);
    hear(event);
  },
  refused(code) {
    live.refused = code;
    if (code === 4401) void checkAccount();
  },
};

/** The sign is shown in any case; with what was found where the account may see it. */
async function loadFindings(): Promise<void> {
  const { differences } = watchdog;
  const answer = differences ? await api.watchdog().catch(() => null) : null;
  if (watchdog.differences === differences) watchdog.found = answer?.found ?? [];
}

export function startLive(token: string | null = null, topics: string[] = ["incidents"]): void {
  stopLive();
  live.refused = 0;
  client = new LiveClient(liveUrl(), topics, listener, token, () => language.value);
  client.show(shows);
  client.start();
}

/** What a wall shows, for administrators; null for a page that is no wall any more. */
let shows: object | null = null;
export function showing(what: object | null): void {
  shows = what;
  client?.show(what);
}

export function stopLive(): void {
  client?.stop();
  client = null;
  live.tried = false;
  live.loaded = false;
  live.seen = "";
  Object.assign(watchdog, { silent: false, differences: 0, found: [] });
  Object.assign(clockState, NO_ALARM);
  chain.continuation = null;
  Object.assign(stored, { well: true, writes: true, reads: true });
}

watch(language, () => client?.afresh());
onSleep(() => client?.doubt());
window.addEventListener("offline", () => client?.lost());
window.addEventListener("online", () => client?.nudge());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") client?.nudge();
});
