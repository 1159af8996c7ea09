/** What the screens show: the session, the incidents by id, their journals, the plans. */
import { computed, reactive, shallowReactive, watch } from "vue";
import { Announcements, type Change } from "./announcements";
import { api } from "./api";
import { heard, tellVirtual } from "./clock";
import { Heard, merged } from "./deltas";
import { LiveClient, liveUrl, type Connection, type Listener } from "./live";
import { language, t } from "./messages";
import type { Finding, IncidentView, JournalEvent, PlanDetail, PlanSummary, Session } from "./types";

export const session = reactive({
  known: false,
  setupRequired: false,
  name: null as string | null,
  roles: [] as string[],
  division: null as string | null,
  unit: null as string | null,
});

export const incidents = shallowReactive(new Map<string, IncidentView>());
export const journals = shallowReactive(new Map<string, JournalEvent[]>());
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

/** Whether what is shown may be out of date. */
export const stale = computed(
  () => live.tried && live.state !== "live" && live.state !== "connecting",
);

// ── Session ────────────────────────────────────────────────────────────────

function takeSession(said: Session): void {
  session.known = true;
  session.setupRequired = Boolean(said.setup_required);
  session.name = said.name ?? null;
  session.roles = said.roles ?? [];
  session.division = said.division ?? null;
  session.unit = said.unit ?? null;
  tellVirtual(said);
  if (said.server_time) heard(said.server_time);
}

export async function loadSession(): Promise<void> {
  takeSession(await api.session());
}

export async function signIn(name: string, password: string): Promise<void> {
  await api.signIn(name, password);
  await loadSession();
}

export async function signOut(): Promise<void> {
  stopLive();
  await api.signOut();
  session.name = null;
  session.roles = [];
  incidents.clear();
  journals.clear();
  planDetails.clear();
  plans.list = [];
}

export const isDesk = computed(() => session.roles.includes("duty_officer"));

// ── Plans ──────────────────────────────────────────────────────────────────

export async function loadPlans(): Promise<void> {
  plans.list = await api.plans();
}

/** The plan, fetched once; undefined until it is there. */
export function plan(id: string): PlanDetail | undefined {
  return planDetails.get(id);
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

/** Read the journal from where it is known; entries are numbered without gaps. */
export async function loadJournal(id: string): Promise<void> {
  const known = journals.get(id) ?? [];
  addEntries(id, await api.events(id, known.at(-1)?.seq ?? 0));
  if (!journals.has(id)) journals.set(id, []);
}

function addEntries(id: string, entries: JournalEvent[]): void {
  const known = journals.get(id) ?? [];
  const last = known.at(-1)?.seq ?? 0;
  const fresh = entries.filter((entry) => entry.seq > last).sort((a, b) => a.seq - b.seq);
  if (fresh.length) journals.set(id, [...known, ...fresh]);
}

export async function command(id: string, body: Record<string, unknown>, seen?: number): Promise<void> {
  const answer = await api.command(id, body, seen);
  if (journals.has(id)) {
    const last = journals.get(id)?.at(-1)?.seq ?? 0;
    if (answer.events[0]?.seq === last + 1) addEntries(id, answer.events);
    else void loadJournal(id);
  }
  keep(answer.incident);
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
  snapshot(views) {
    heardOf.clear();
    const before = new Map(incidents);
    incidents.clear();
    for (const view of views) place(view, before.get(view.id));
    live.loaded = true;
    // The journals that are open may have grown while nobody listened.
    for (const id of journals.keys()) void loadJournal(id);
  },
  event(frame) {
    const { event } = frame;
    const held = incidents.get(event.incident);
    heardOf.note(held, frame);
    const fresh = merged(held, frame);
    if (fresh && fresh !== held) place(fresh);
    const known = journals.get(event.incident);
    if (!known) return;
    const last = known.at(-1)?.seq ?? 0;
    if (event.seq === last + 1) addEntries(event.incident, [event]);
    else if (event.seq > last) void loadJournal(event.incident);
  },
  refused(code) {
    live.refused = code;
    if (code === 4401) session.name = null;
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
  client.start();
}

export function stopLive(): void {
  client?.stop();
  client = null;
  live.tried = false;
  live.loaded = false;
  live.seen = "";
  Object.assign(watchdog, { silent: false, differences: 0, found: [] });
}

watch(language, () => client?.afresh());
window.addEventListener("online", () => client?.nudge());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") client?.nudge();
});
