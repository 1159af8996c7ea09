/** What each participant has before it, as the server's own sight of each says; and their sign-ins. */
import { shallowRef } from "vue";
import { api } from "../api/api";
import type { DrillPass, Participant } from "../api/types";
import { problem } from "./drill";
import { asProblem } from "../api/problem";

export const people = shallowRef<Map<string, Participant>>(new Map());
export const made = shallowRef<DrillPass | null>(null);

let asking = false;
let again = false;
/** One question at a time: a server that answers slowly is not asked twice, and its answer counts. */
export async function readPeople(): Promise<void> {
  again = asking;
  if (asking) return;
  asking = true;
  try {
    do {
      again = false;
      const found = await api.drillParticipants().catch(() => null);
      if (found) people.value = new Map(found.map((one) => [one.part, one]));
    } while (again);
  } finally {
    asking = false;
  }
}

/** A new sign-in for somebody: the one before is good no more. */
export async function makePass(account: string): Promise<void> {
  try {
    made.value = await api.drillPass(account);
    problem.value = null;
  } catch (error) {
    problem.value = asProblem(error);
  }
}

/** Somebody's own screen in a window of its own, which only reads. */
export async function openScreen(account: string): Promise<void> {
  // A window that is opened after an answer is taken for an advertisement by browsers.
  const page = window.open("about:blank");
  try {
    const { token } = await api.drillLook(account);
    problem.value = null;
    if (page) {
      page.opener = null;
      page.location.href = `${location.href.split("#")[0]}#/look?token=${encodeURIComponent(token)}`;
    }
  } catch (error) {
    page?.close();
    problem.value = asProblem(error);
  }
}
