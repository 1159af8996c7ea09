/** The calls of the HTTP API. Every failure is a `Problem`. */
import { language, t } from "./messages";
import { Problem } from "./problem";
import type {
  Finding,
  IncidentView,
  JournalEvent,
  PlanDetail,
  PlanSummary,
  ProblemBody,
  Session,
  Slot,
} from "./types";

type Body = Record<string, unknown>;

interface Page<T> {
  items: T[];
  next: string | number | null;
}

/** A wall screen's token; people are known by their cookie. */
let bearer: string | null = null;

export function useToken(token: string): void {
  bearer = token;
}

async function call<T>(method: string, path: string, body?: Body, extra: HeadersInit = {}): Promise<T> {
  const headers = new Headers({
    Accept: "application/json",
    "Accept-Language": language.value,
    ...extra,
  });
  if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, { code: "unreachable" }, t("problem.unreachable"));
  }
  const text = await answer.text();
  const json = parse(text);
  if (!answer.ok) {
    const fallback = t("problem.unexpected", { status: answer.status });
    throw new Problem(answer.status, (json ?? {}) as Partial<ProblemBody>, fallback);
  }
  return json as T;
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
function once(): Record<string, string> {
  return { "Idempotency-Key": crypto.getRandomValues(new Uint32Array(4)).join("-") };
}

export const api = {
  session: () => call<Session>("GET", "/api/session"),
  signIn: (name: string, password: string) =>
    call<Session>("POST", "/api/session", { name, password }),
  signOut: () => call<null>("DELETE", "/api/session"),
  setUp: (code: string, name: string, password: string) =>
    call<Session>("POST", "/api/setup", { code, name, password }),

  watchdog: () => call<{ found: Finding[] }>("GET", "/api/watchdog"),

  plans: async () => page<PlanSummary>(await call("GET", "/api/plans")).items,
  plan: (id: string) => call<PlanDetail>("GET", `/api/plans/${encodeURIComponent(id)}`),

  /** Closed incidents, newest first, one page; `next` asks for the page after it. */
  closed: async (cursor: string | null) =>
    page<IncidentView>(
      await call("GET", `/api/incidents?state=closed${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`),
    ),
  incident: (id: string) => call<IncidentView>("GET", `/api/incidents/${encodeURIComponent(id)}`),
  open: (body: Body) => call<IncidentView>("POST", "/api/incidents", body, once()),
  /** `seen`: the version that the command rests upon; refused (412) when there is a newer one. */
  command: (id: string, body: Body, seen?: number) =>
    call<{ events: JournalEvent[]; incident: IncidentView }>(
      "POST",
      `/api/incidents/${encodeURIComponent(id)}/commands`,
      body,
      { ...once(), ...(seen === undefined ? {} : { "If-Match": `"${seen}"` }) },
    ),
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
  slots: async (query: Record<string, string>) =>
    page<Slot>(await call("GET", `/api/report-slots?${new URLSearchParams({ limit: "500", ...query })}`)).items,
};
