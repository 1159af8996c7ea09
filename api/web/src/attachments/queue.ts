/** The files that wait to be sent, of all incidents: one is sent at a time, none is ever dropped. */
import { computed, reactive } from "vue";
import { asProblem } from "../api/problem";
import { session } from "../live/store";
import { t } from "../messages";
import { sendFile } from "./attachmentsApi";
import { newKey, type Pending } from "./pending";
import { keepFile, keepWords, kept, letGo } from "./shelf";

const all = reactive<Pending[]>([]);
/** Whose files have been looked for in the browser. */
let looked = "";

export const pendingOf = (incident: string) => computed(() => all.filter((one) => one.incident === incident && one.account === session.name));

/** Bring back what this account had chosen before the page was loaded. */
export async function recall(): Promise<void> {
  const account = session.name;
  if (!account || looked === account) return;
  looked = account;
  const known = new Set(all.map((one) => one.id));
  for (const one of await kept(account)) {
    if (known.has(one.id)) continue;
    if (!one.why) one.why = t("attachment.left");
    all.push(one);
  }
}

export function choose(incident: string, files: File[], belongsTo: number | null): void {
  for (const file of files) {
    const one: Pending = {
      id: newKey(),
      incident,
      account: session.name ?? "",
      file,
      name: file.name,
      note: "",
      belongsTo,
      keepPosition: false,
      key: newKey(),
      state: "chosen",
      share: 0,
      why: "",
      lost: false,
    };
    all.push(one);
    void keepFile(one);
  }
}

export function changed(one: Pending): void {
  void keepWords({ ...one });
}

export function drop(one: Pending): void {
  const at = all.findIndex((other) => other.id === one.id);
  if (at >= 0) all.splice(at, 1);
  void letGo(one.id);
}

/** Send one file; what fails stays with its words, and is sent again under the same key if it may have arrived. */
async function send(one: Pending): Promise<boolean> {
  Object.assign(one, { state: "sending", share: 0, why: "" });
  try {
    await sendFile(one, (share) => (one.share = share));
    drop(one);
    return true;
  } catch (error) {
    const problem = asProblem(error);
    const lost = problem.status === 0 || problem.status >= 500;
    Object.assign(one, { state: "failed", why: problem.message, lost, ...(lost ? {} : { key: newKey() }) });
    changed(one);
    return false;
  }
}

let running: Promise<number> | null = null;

/** Send all files of an incident that wait, one after the other; how many were attached. */
export function sendAll(incident: string): Promise<number> {
  running ??= (async () => {
    let done = 0;
    for (const one of all.filter((other) => other.incident === incident && other.state !== "sending")) {
      if (await send(one)) done += 1;
    }
    return done;
  })().finally(() => (running = null));
  return running;
}

/** Whether leaving the page would break off a file on its way. */
export const underWay = computed(() => all.some((one) => one.state === "sending"));
