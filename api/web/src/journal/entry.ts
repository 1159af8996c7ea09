/** What an entry of a journal is, beside its sentence: whose, how late, what may be done with it. */
import { span, showTime } from "../time/clock";
import { t, word } from "../messages";
import type { JournalEvent, PlanDetail } from "../api/types";
import { named, roleName } from "../incident/words";
import { isDecision, isRecorded } from "./kinds";

const MINUTES_NEW = 24 * 60;
const LATE_MS = 5 * 60_000;

/** The orders of a post that never signs in wait for no signature. */
export const neverSigns = (event: JournalEvent, plan?: PlanDetail) =>
  plan?.roles.find((one) => one.id === event.data.on_behalf_of)?.signs_in === false;

/** A post that several hold: whoever has not decided has to learn of it (the plan's `holders`). */
export function toInform(event: JournalEvent, plan?: PlanDetail): string {
  const role = isRecorded(event) ? String(event.data.on_behalf_of) : event.role;
  const post = plan?.roles.find((one) => one.id === role);
  if (!post || !isDecision(event) || (post.holders ?? []).length < 2) return "";
  return t("journal.to_inform", { role: named(post), holders: post.holders!.join(t("common.list_comma")) });
}

/** By how much the clock's own entry came late, as after a power cut; empty if it was in time. */
export function lateBy(event: JournalEvent): string {
  if (event.actor !== "clock" || event.data.known_late) return "";
  const late = Date.parse(event.recorded_at) - Date.parse(event.occurred_at);
  return late < LATE_MS ? "" : span(late);
}

/** A post that was given within a day before the order: whoever checks has to notice. */
export function postGiven(event: JournalEvent): string {
  const since = event.data.post_since;
  if (typeof since !== "string" || !since) return "";
  const minutes = Math.floor((Date.parse(event.occurred_at) - Date.parse(since)) / 60_000);
  if (minutes >= MINUTES_NEW) return "";
  if (minutes < 1) return t("journal.post_given_now");
  if (minutes < 120) return t("journal.post_given", { n: minutes });
  return t("journal.post_given_hours", { n: Math.floor(minutes / 60) });
}

/** An account's name; what the program enters by itself has none. */
export const accountWords = (actor: string): string => (actor === "calling" ? t("journal.calling") : actor);

/** Who entered it, for whom, by which means. */
export function entryBy(event: JournalEvent, plan?: PlanDetail): string {
  if (isRecorded(event)) {
    return t("journal.on_behalf", {
      role: roleName(plan, String(event.data.on_behalf_of)),
      means: word("means", String(event.data.by_means)),
      at: showTime(String(event.data.ordered_at ?? event.occurred_at)),
      actor: event.actor,
    });
  }
  if (event.actor === "clock") return t("journal.clock");
  if (event.actor === "calling") return accountWords(event.actor);
  return t("journal.role", { actor: event.actor, role: roleName(plan, event.role) });
}
