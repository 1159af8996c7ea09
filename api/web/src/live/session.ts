/** Who is signed in. A page shows one account and signs as that one, whatever other tabs do. */
import { computed, reactive } from "vue";
import { api, showsAccount, watchRefusals } from "../api/api";
import { heard, tellVirtual } from "../time/clock";
import type { Session } from "../api/types";

export const session = reactive({
  known: false,
  setupRequired: false,
  /** The name of an identity provider beside passwords; null without one. */
  signInWith: null as string | null,
  name: null as string | null,
  roles: [] as string[],
  division: null as string | null,
  unit: null as string | null,
  /** The sign-in is over; what was typed stays until somebody signs in again, in place. */
  ended: false,
  /** Passwords are good for one sign-in: the server plays a live drill. */
  once: false,
  /** The account that another tab has signed in as; nothing is sent until somebody chooses. */
  other: null as string | null,
});

/** Who may read what was changed on the server. */
export const isOverseer = computed(() => session.roles.some((role) => role === "admin" || role === "auditor"));
/** Who scores exercises, writes remarks and gives the grade. */
export const isAssessor = computed(() => session.roles.some((role) => role === "evaluator" || role === "controller"));
/** Who may know what will come in an exercise. */
export const readsScenarios = computed(() => session.roles.some((role) => ["controller", "admin", "evaluator"].includes(role)));
/** An account that does nothing but report: a county's, or a unit's. */
export const isReporterOnly = computed(() => session.roles.length > 0 && session.roles.every((role) => role === "reporter"));
export const isDesk = computed(() => session.roles.includes("duty_officer"));

/** The tabs of this browser tell each other when somebody signs in or out. */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("zhiban.account");
tabs?.addEventListener("message", () => void checkAccount());

function clockOf(said: Session): void {
  tellVirtual(said);
  if (said.server_time) heard(said.server_time);
}

export function takeSession(said: Session): void {
  session.known = true;
  session.setupRequired = Boolean(said.setup_required);
  session.signInWith = said.sign_in_with ?? null;
  session.name = said.name ?? null;
  session.roles = said.roles ?? [];
  session.division = said.division ?? null;
  session.unit = said.unit ?? null;
  session.once = said.sign_in_once ?? false;
  session.ended = false;
  session.other = null;
  showsAccount(session.name);
  clockOf(said);
}

export async function loadSession(): Promise<void> {
  takeSession(await api.session());
}

/** Nobody is signed in any more, by his own wish. */
export function forgetAccount(): void {
  session.name = null;
  session.roles = [];
  session.ended = false;
  session.other = null;
  showsAccount(null);
  tabs?.postMessage("out");
}

export async function signIn(name: string, password: string, code?: string): Promise<void> {
  await api.signIn(name, password, code);
  await loadSession();
  tabs?.postMessage("in");
}

/** Ask the server whose cookie this browser holds now. */
export async function checkAccount(): Promise<void> {
  if (session.name === null) return;
  const said = await api.session().catch(() => null);
  const name = said?.name ?? null;
  session.ended = name === null;
  session.other = name === null || name === session.name ? null : name;
}

watchRefusals(({ status, body }) => {
  if (session.name === null) return;
  if (status === 401 && body.code === "not_signed_in") session.ended = true;
  if (body.code === "other_account" && session.other === null) void checkAccount();
});
