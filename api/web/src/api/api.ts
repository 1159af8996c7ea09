/** The calls of the HTTP API. Every failure is a `Problem`. */
import type { Sent } from "./attempt";
import { language, t } from "../messages";
import { place } from "./place";
import { Problem } from "./problem";
import type {
  CommandPreview,
  Account,
  AttemptView,
  ChannelStatus,
  ClockPage,
  ClockState,
  Comparison,
  Contact,
  ContactGaps,
  ContactImport,
  CurrentHandover,
  OnDuty,
  RosterFeed,
  RosterPage,
  RosterSheet,
  Shift,
  Swap,
  AttachmentsPage,
  DocumentsPage,
  DocumentView,
  Division,
  DrillLook,
  DrillPass,
  DrillView,
  RecordingView,
  DrillWords,
  Participant,
  Evaluation,
  GlancesView,
  HandoversPage,
  HandoverView,
  ImprovementsPage,
  IncidentView,
  ListedCall,
  JournalEvent,
  LogEntry,
  OpeningPreview,
  NewToken,
  OwnSession,
  PlanDetail,
  PlanSummary,
  ProblemBody,
  PunctualityPage,
  Proposal,
  ServerJournalPage,
  SecondFactorSecret,
  SecondFactorState,
  ScenarioChecked, ScenarioChoices, ScenarioRead, ScenariosPage, ScenarioView, Trial, TrialProgress,
  SearchPage,
  MapView,
  ScreenView,
  Session,
  ShiftLogPage,
  Slot,
  Token,
  WatchdogFound,
  DeliveriesPage, NewWebhook, Webhook, WebhooksPage,
} from "./types";

type Body = Record<string, unknown>;

interface Page<T> {
  items: T[];
  next: string | number | null;
}

/** How long an answer may take to be complete; after that it counts as lost. */
const PATIENCE_MS = 30_000;

/** A wall screen's token; people are known by their cookie. */
let bearer: string | null = null;

export function useToken(token: string): void {
  bearer = token;
}

/** The account that this page shows; a cookie of another account is refused (409). */
let shown: string | null = null;

export function showsAccount(name: string | null): void {
  shown = name;
}

/** Told of every refusal, so that the frame can ask to sign in again. */
let onRefusal: (problem: Problem) => void = () => {};

export function watchRefusals(told: (problem: Problem) => void): void {
  onRefusal = told;
}

/** An answer that is no JSON: a page, or the headers of a file. */
export interface TextAnswer {
  text: string;
  headers: Headers;
}

async function call<T>(method: string, path: string, body?: Body, extra: HeadersInit = {}, signal?: AbortSignal): Promise<T> {
  const { text } = await ask(method, path, body, extra, signal);
  const json = parse(text);
  // Words of something between here and the server do not say what the server did.
  if (json === null && text) throw new Problem(0, { code: "unreachable" }, t("problem.unreachable"));
  return json as T;
}

/** `signal` is for what takes longer than usual, and can be stopped. */
async function ask(method: string, path: string, body?: Body, extra: HeadersInit = {}, signal?: AbortSignal): Promise<TextAnswer> {
  const headers = new Headers({
    Accept: "application/json",
    "Accept-Language": language.value,
    ...extra,
  });
  if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
  else if (shown !== null) headers.set("Zhiban-Account", encodeURIComponent(shown));
  if (body !== undefined) headers.set("Content-Type", "application/json");
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(place(path), {
      method,
      headers,
      credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ?? AbortSignal.timeout(PATIENCE_MS),
    });
    text = await answer.text();
  } catch {
    throw new Problem(0, { code: "unreachable" }, t("problem.unreachable"));
  }
  if (!answer.ok) {
    const json = parse(text);
    const fallback = t("problem.unexpected", { status: answer.status });
    const problem = new Problem(answer.status, (json ?? {}) as Partial<ProblemBody>, fallback);
    onRefusal(problem);
    throw problem;
  }
  return { text, headers: answer.headers };
}

/** How long a file may take without any progress. */
const UPLOAD_PATIENCE_MS = 120_000;

/** Send a file; unlike `fetch`, this tells how far it has come (0 to 1). */
function upload<T>(path: string, form: FormData, extra: Record<string, string>, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const unreachable = () => reject(new Problem(0, { code: "unreachable" }, t("problem.unreachable")));
    let patience = setTimeout(() => request.abort(), UPLOAD_PATIENCE_MS);
    request.upload.onprogress = ({ loaded, total }) => {
      clearTimeout(patience);
      patience = setTimeout(() => request.abort(), UPLOAD_PATIENCE_MS);
      progress(total ? loaded / total : 0);
    };
    request.onerror = request.onabort = unreachable;
    request.onloadend = () => clearTimeout(patience);
    request.onload = () => {
      const json = parse(request.responseText);
      if (request.status >= 200 && request.status < 300 && json !== null) return resolve(json as T);
      const fallback = t("problem.unexpected", { status: request.status });
      const problem = new Problem(request.status, (json ?? {}) as Partial<ProblemBody>, fallback);
      onRefusal(problem);
      reject(problem);
    };
    request.open("POST", place(path));
    const all: Record<string, string> = { Accept: "application/json", "Accept-Language": language.value, ...extra };
    if (shown !== null) all["Zhiban-Account"] = encodeURIComponent(shown);
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    request.send(form);
  });
}

function parse(text: string): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A list, whatever the key under which a page of it comes. */
function page<T>(answer: unknown): Page<T> {
  if (Array.isArray(answer)) return { items: answer as T[], next: null };
  const shape = (answer ?? {}) as Record<string, unknown>;
  const items = Object.values(shape).find(Array.isArray) ?? [];
  const next = (shape.next ?? shape.next_cursor ?? null) as string | number | null;
  return { items: items as T[], next };
}

/** The same key on a retry, so that a write that arrived twice counts once. */
const once = (sent: Sent) => ({ "Idempotency-Key": sent.key });

/** What a command has made: with the view of the incident, or its version where that was enough. */
export interface Done {
  events: JournalEvent[];
  incident: IncidentView | { id: string; version: number };
}

/** For whom the live connection brings the view (RFC 7240). */
const little = (enough: boolean): Record<string, string> => (enough ? { Prefer: "return=minimal" } : {});

export const api = {
  session: () => call<Session>("GET", "/api/session"),
  signIn: (name: string, password: string, code?: string) =>
    call<Session>("POST", "/api/session", { name, password, ...(code ? { code } : {}) }),
  signOut: () => call<null>("DELETE", "/api/session"),
  changePassword: (current: string, password: string) =>
    call<null>("PATCH", "/api/session/password", { current, password }),
  secondFactor: () => call<SecondFactorState>("GET", "/api/session/totp"),
  beginSecondFactor: (current: string) =>
    call<SecondFactorSecret>("POST", "/api/session/totp", { current }),
  confirmSecondFactor: (code: string) =>
    call<{ recovery_codes: string[] }>("PUT", "/api/session/totp", { code }),
  secondFactorOff: (current: string, code: string) =>
    call<null>("POST", "/api/session/totp/off", { current, code }),
  sessions: () => call<{ sessions: OwnSession[] }>("GET", "/api/sessions"),
  /** Everybody's sign-ins and tokens, for administrators and auditors. */
  allSessions: () => call<{ sessions: OwnSession[] }>("GET", "/api/sessions?everybody=true"),
  endSession: (id: string) => call<null>("DELETE", `/api/sessions/${encodeURIComponent(id)}`),
  signOutEverywhere: () => call<null>("DELETE", "/api/sessions"),
  setUp: (code: string, name: string, password: string) =>
    call<Session>("POST", "/api/setup", { code, name, password }),

  /** The node's answer; refused (409) when its clock has moved since it was seen so far ahead. */
  trustClock: async (node: string, ahead_s: number): Promise<ClockState> => {
    const { state, node: name, ahead_s: ahead, since } = await call<ClockState>("POST", "/api/clock/trust", { node, ahead_s });
    return { state, node: name, ahead_s: ahead, since };
  },
  trust: (node: string, ahead_s: number, reason: string) =>
    call<ClockPage>("POST", "/api/clock/trust", { node, ahead_s, ...(reason ? { reason } : {}) }),
  clock: () => call<ClockPage>("GET", "/api/clock"),
  acknowledge: (position: number) => call<void>("POST", "/api/continuation/acknowledge", { position }),
  watchdog: () => call<WatchdogFound>("GET", "/api/watchdog"),

  accounts: async () => page<Account>(await call("GET", "/api/accounts")).items,
  /** The account as it is now, or a proposal that waits for a second administrator. */
  addAccount: (body: Body) => call<Account | { proposal: Proposal }>("POST", "/api/accounts", body),
  changeAccount: (name: string, body: Body) =>
    call<Account | { proposal: Proposal }>("PATCH", `/api/accounts/${encodeURIComponent(name)}`, body),
  tokens: async () => page<Token>(await call("GET", "/api/tokens")).items,
  addToken: (body: Body) => call<NewToken>("POST", "/api/tokens", body),
  endToken: (id: string) => call<null>("DELETE", `/api/tokens/${encodeURIComponent(id)}`),

  /** Changes on the server, newest first; `before` asks for older ones, `about` for one kind ("" for all). */
  serverJournal: (limit: number, before: number | null, about: string) => {
    const asked = { limit: String(limit), ...(before === null ? {} : { before: String(before) }), ...(about ? { about } : {}) };
    return call<ServerJournalPage>("GET", `/api/server-journal?${new URLSearchParams(asked)}`);
  },
  proposals: async () => page<Proposal>(await call("GET", "/api/account-proposals")).items,
  confirmProposal: (id: string, reason: string) =>
    call<unknown>("POST", `/api/account-proposals/${encodeURIComponent(id)}/confirm`, reason ? { reason } : {}),
  withdrawProposal: (id: string) => call<null>("DELETE", `/api/account-proposals/${encodeURIComponent(id)}`),

  /** By `post` or `unit` in the order in which they are rung; otherwise by unit. */
  contacts: async (query: Record<string, string>) =>
    page<Contact>(await call("GET", `/api/contacts?${new URLSearchParams(query)}`)).items,
  contactGaps: () => call<ContactGaps>("GET", "/api/contacts/gaps"),
  /** Refused (412) when somebody else has changed it since `version`; 0 for a new one. */
  saveContact: (id: string, body: Body, version: number) =>
    call<Contact>("PUT", `/api/contacts/${encodeURIComponent(id)}`, body, { "If-Match": `"${version}"` }),
  /** What a spreadsheet would change; with the `book` that was shown it is taken over. */
  importContacts: (body: Body) => call<ContactImport>("POST", "/api/contacts/sheet", body),
  removeContact: (id: string) => call<null>("DELETE", `/api/contacts/${encodeURIComponent(id)}`),

  drill: () => call<DrillView>("GET", "/api/drill"),
  recording: () => call<RecordingView>("GET", "/api/drill/recording"),
  controlDrill: (body: Body) => call<DrillView>("POST", "/api/drill/control", body),
  drillWords: async () => (await call<{ messages: DrillWords[] }>("GET", "/api/drill/messages")).messages,
  sendDrillWords: (body: Body) => call<DrillWords>("POST", "/api/drill/messages", body),
  drillParticipants: async () => (await call<{ participants: Participant[] }>("GET", "/api/drill/participants")).participants,
  drillPass: (account: string) => call<DrillPass>("POST", "/api/drill/passes", { account }),
  drillLook: (account: string) => call<DrillLook>("POST", "/api/drill/looks", { account }),
  /** Calls, the newest first; of `incident` an id, or `none` for those that belong to none. */
  callsPage: async (query: Record<string, string>) => {
    const { items, next } = page<ListedCall>(await call("GET", `/api/calls?${new URLSearchParams(query)}`));
    return { items, next: next === null ? null : String(next) };
  },
  calls: async (query: Record<string, string>) => (await api.callsPage(query)).items,
  startCall: (sent: Sent) => call<ListedCall>("POST", "/api/calls", sent.body, once(sent)),
  answerCall: (id: string, sent: Sent) => call<ListedCall>("POST", `/api/calls/${encodeURIComponent(id)}/answer`, sent.body, once(sent)),
  channels: async () => page<ChannelStatus>(await call("GET", "/api/channels")).items,
  testChannel: (name: string, address: string) =>
    call<AttemptView>("POST", `/api/channels/${encodeURIComponent(name)}/test`, address ? { address } : {}),
  /** What there is to hand over now, and what has changed since the last time. */
  currentHandover: () => call<CurrentHandover>("GET", "/api/handovers/current"),
  handovers: (limit: number, before: number | null = null) =>
    call<HandoversPage>("GET", `/api/handovers?${new URLSearchParams({ limit: String(limit), ...(before === null ? {} : { before: String(before) }) })}`),
  handover: (number: number | string) => call<HandoverView>("GET", `/api/handovers/${encodeURIComponent(number)}`),
  freezeHandover: (sent: Sent) => call<HandoverView>("POST", "/api/handovers", sent.body, once(sent)),
  signHandover: (number: number, side: "giver" | "taker") => call<HandoverView>("POST", `/api/handovers/${number}/sign`, { side }),
  evaluation: (subject: string) => call<Evaluation>("GET", subject === "drill" ? "/api/drill/evaluation.json" : `/api/incidents/${encodeURIComponent(subject)}/evaluation.json`),
  glances: (id: string) => call<GlancesView>("GET", `/api/incidents/${encodeURIComponent(id)}/glances`),
  /** What is not done first; `settle` says that one is. */
  improvements: async () => (await call<ImprovementsPage>("GET", "/api/drill/improvements")).improvements,
  settle: async (key: string, body: Body) => (await call<ImprovementsPage>("POST", `/api/drill/improvements/${encodeURIComponent(key)}/done`, body)).improvements,
  compare: (id: string, other: string) =>
    call<Comparison>("GET", `/api/incidents/${encodeURIComponent(id)}/comparison.json?${new URLSearchParams({ with: other })}`),
  /** The report as a file, compared with the run in another one. */
  compareReport: async (id: string, kind: "docx" | "pdf" | "html", form: FormData): Promise<Blob> => {
    const headers = new Headers(shown === null ? {} : { "Zhiban-Account": encodeURIComponent(shown) });
    let answer: Response;
    try {
      answer = await fetch(place(`/api/incidents/${encodeURIComponent(id)}/comparison.${kind}`), { method: "POST", headers, credentials: "same-origin", body: form });
    } catch {
      throw new Problem(0, { code: "unreachable" }, t("problem.unreachable"));
    }
    if (answer.ok) return answer.blob();
    throw new Problem(answer.status, (parse(await answer.text()) ?? {}) as Partial<ProblemBody>, t("problem.unexpected", { status: answer.status }));
  },
  compareFile: (id: string, form: FormData) =>
    upload<Comparison>(`/api/incidents/${encodeURIComponent(id)}/comparison.json`, form, {}, () => undefined),
  /** Incidents of one plan that may be put beside each other, the newest first. */
  ofPlan: async (plan: string, exercise: boolean) =>
    page<IncidentView>(await call("GET", `/api/incidents?${new URLSearchParams({ plan, exercise: String(exercise) })}`)).items,
  assess: (what: "remarks" | "scores" | "grade" | "improvements", body: Body) => call<Evaluation>("POST", `/api/drill/${what}`, body),
  scenarios: () => call<ScenariosPage>("GET", "/api/scenarios"),
  scenarioChoices: () => call<ScenarioChoices>("GET", "/api/scenarios/choices"),
  scenario: (id: string) => call<ScenarioView>("GET", `/api/scenarios/${encodeURIComponent(id)}`),
  checkScenario: (body: Body) => call<ScenarioChecked>("POST", "/api/scenarios/check", body),
  readScenario: (body: Body) => call<ScenarioRead>("POST", "/api/scenarios/read", body),
  /** Ends when the program has played it, or when it is stopped. */
  tryScenario: (body: Body, signal: AbortSignal) => call<Trial>("POST", "/api/scenarios/try", body, {}, signal),
  trialProgress: () => call<TrialProgress>("GET", "/api/scenarios/try/progress"),
  saveScenario: (id: string, body: Body, version: number) =>
    call<ScenarioView>("PUT", `/api/scenarios/${encodeURIComponent(id)}`, body, { "If-Match": `"${version}"` }),
  removeScenario: (id: string, version: number) =>
    call<null>("DELETE", `/api/scenarios/${encodeURIComponent(id)}`, undefined, { "If-Match": `"${version}"` }),
  shiftLog: (query: Record<string, string>) => call<ShiftLogPage>("GET", `/api/shift-log?${new URLSearchParams(query)}`),
  writeShiftLog: (sent: Sent) => call<LogEntry>("POST", "/api/shift-log", sent.body, once(sent)),
  strikeShiftLog: (seq: number, reason: string) => call<LogEntry>("POST", `/api/shift-log/${seq}/strike`, { reason }),
  roster: (from: string, to: string) => call<RosterPage>("GET", `/api/roster?${new URLSearchParams({ from, to })}`),
  onDuty: () => call<OnDuty>("GET", "/api/roster/now"),
  /** Refused (412) when somebody else has changed it since `version`; 0 for a new one. */
  saveShift: (id: string, body: Body, version: number) =>
    call<Shift>("PUT", `/api/roster/${encodeURIComponent(id)}`, body, { "If-Match": `"${version}"` }),
  removeShift: (id: string) => call<null>("DELETE", `/api/roster/${encodeURIComponent(id)}`),
  saveRosterDefaults: (body: Body) => call<unknown>("PUT", "/api/roster/defaults", body),
  /** What a sheet (.xlsx, in Base64) holds; with `take_over` it is taken over, unless something is wrong. */
  rosterSheet: (body: Body) => call<RosterSheet>("POST", "/api/roster/sheet", body),
  askSwap: (body: Body) => call<Swap>("POST", "/api/roster/swaps", body),
  answerSwap: (id: string, answer: "consent" | "refuse" | "withdraw") =>
    call<Swap>("POST", `/api/roster/swaps/${encodeURIComponent(id)}/${answer}`, {}),
  rosterFeed: () => call<RosterFeed>("GET", "/api/roster/feed"),
  makeRosterFeed: () => call<RosterFeed>("POST", "/api/roster/feed", {}),
  endRosterFeed: () => call<null>("DELETE", "/api/roster/feed"),
  webhooks: () => call<WebhooksPage>("GET", "/api/webhooks"),
  addWebhook: (body: Body) => call<NewWebhook>("POST", "/api/webhooks", body),
  saveWebhook: (id: string, body: Body) => call<Webhook>("PUT", `/api/webhooks/${encodeURIComponent(id)}`, body),
  removeWebhook: (id: string) => call<null>("DELETE", `/api/webhooks/${encodeURIComponent(id)}`),
  testWebhook: (id: string) => call<unknown>("POST", `/api/webhooks/${encodeURIComponent(id)}/test`, {}),
  /** What was sent, the newest first, below one of them. */
  webhookDeliveries: (id: string, before: string | null) =>
    call<DeliveriesPage>("GET", `/api/webhooks/${encodeURIComponent(id)}/deliveries${before ? `?${new URLSearchParams({ before })}` : ""}`),
  replayWebhook: (id: string, delivery: string) =>
    call<unknown>("POST", `/api/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(delivery)}/replay`, {}),
  documents: (incident: string) => call<DocumentsPage>("GET", `/api/incidents/${encodeURIComponent(incident)}/documents`),
  /** One document for one report, or for the report that is due first. */
  document: (incident: string, kind: string, slot: string | null) =>
    call<DocumentView>(
      "GET",
      `/api/incidents/${encodeURIComponent(incident)}/documents/${kind}${slot ? `?${new URLSearchParams({ slot })}` : ""}`,
    ),
  attachments: (incident: string) => call<AttachmentsPage>("GET", `/api/incidents/${encodeURIComponent(incident)}/attachments`),
  attach: (incident: string, form: FormData, key: string, progress: (share: number) => void) =>
    upload<Done>(
      `/api/incidents/${encodeURIComponent(incident)}/attachments`,
      form,
      { "Idempotency-Key": key },
      progress,
    ),
  text: (path: string) => ask("GET", path, undefined, { Accept: "*/*" }),

  plans: async () => page<PlanSummary>(await call("GET", "/api/plans")).items,
  plan: (id: string) => call<PlanDetail>("GET", `/api/plans/${encodeURIComponent(id)}`),

  /** Closed incidents, newest first, one page; `next` asks for the page after it. */
  closed: async (cursor: string | null) =>
    page<IncidentView>(
      await call("GET", `/api/incidents?state=closed${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`),
    ),
  incident: (id: string) => call<IncidentView>("GET", `/api/incidents/${encodeURIComponent(id)}`),
  /** What opening would mean by what is known so far; opens nothing. */
  previewOpening: (known: Body) => call<OpeningPreview>("POST", "/api/incidents/preview", known),
  /** Incidents and entries that hold the words, newest first; `before` asks for older entries. */
  search: (words: string, before: number | null) =>
    call<SearchPage>("GET", `/api/search?${new URLSearchParams({ q: words, ...(before === null ? {} : { cursor: String(before) }) })}`),
  punctuality: (query: Record<string, string>) =>
    call<PunctualityPage>("GET", `/api/reporting/punctuality?${new URLSearchParams(query)}`),
  /** The outlines that the installation gives; null where it gives none. */
  map: () =>
    call<MapView>("GET", "/api/map").catch((problem: Problem) => {
      if (problem.status === 404) return null;
      throw problem;
    }),
  /** The walls that have reported to this node, and what they show. */
  screens: async () => page<ScreenView>(await call("GET", "/api/screens")).items,
  /** The version of the program that serves; rejects where the server is not ready. */
  version: async () => (await call<{ version: string }>("GET", "/api/health/ready")).version,
  divisions: async () => page<Division>(await call("GET", "/api/divisions")).items,
  open: (sent: Sent) => call<IncidentView>("POST", "/api/incidents", sent.body, once(sent)),
  /** What a command would change; nothing is done. */
  previewCommand: (id: string, body: Body) =>
    call<CommandPreview>("POST", `/api/incidents/${encodeURIComponent(id)}/commands/preview`, body),
  /** `seen`: the version that the command rests upon; refused (412) when there is a newer one. */
  command: (id: string, sent: Sent, versionIsEnough = false) =>
    call<Done>("POST", `/api/incidents/${encodeURIComponent(id)}/commands`, sent.body, {
      ...once(sent),
      ...little(versionIsEnough),
      ...(sent.seen === undefined ? {} : { "If-Match": `"${sent.seen}"` }),
    }),
  /** The same report of several reporters that is due at one instant. */
  reports: (id: string, sent: Sent, versionIsEnough = false) =>
    call<Done>("POST", `/api/incidents/${encodeURIComponent(id)}/reports`, sent.body, {
      ...once(sent),
      ...little(versionIsEnough),
    }),
  /** One entry; undefined where there is none. */
  entry: async (id: string, seq: number) =>
    page<JournalEvent>(await call("GET", `/api/incidents/${encodeURIComponent(id)}/events?after=${seq - 1}&limit=1`)).items[0],
  async events(id: string, after: number): Promise<JournalEvent[]> {
    const found: JournalEvent[] = [];
    let from = after;
    for (;;) {
      const { items } = page<JournalEvent>(
        await call("GET", `/api/incidents/${encodeURIComponent(id)}/events?after=${from}`),
      );
      found.push(...items);
      const last = items.at(-1);
      if (!last || last.seq <= from) return found;
      from = last.seq;
    }
  },
  /** The newest entries with `seq` below `before` (null: of all), in order. */
  lastEvents: async (id: string, count: number, before: number | null = null) =>
    page<JournalEvent>(
      await call(
        "GET",
        `/api/incidents/${encodeURIComponent(id)}/events?last=${count}${before === null ? "" : `&before=${before}`}`,
      ),
    ).items,
  /** All slots of the report ledger that answer to `query`, by due instant. */
  async slots(query: Record<string, string>): Promise<Slot[]> {
    const found: Slot[] = [];
    let cursor: Record<string, string> = {};
    for (;;) {
      const asked = new URLSearchParams({ limit: "500", ...query, ...cursor });
      const answer: Page<Slot> = page(await call("GET", `/api/report-slots?${asked}`));
      found.push(...answer.items);
      if (answer.next === null) return found;
      cursor = { cursor: String(answer.next) };
    }
  },
};
