/** One sentence for each alarm, as it is read, spoken and shown on the desktop. */
import { incidentPath } from "../frame/route";
import { t } from "../messages";
import { showTime } from "../time/clock";
import type { Alarm, AlarmKind } from "./conditions";

const MANY: AlarmKind[] = ["due", "overdue", "call", "exhausted"];

/** Where it is dealt with. */
export function placeOf({ incident, kind }: Alarm): string {
  const calls = kind === "call" || kind === "exhausted";
  return incident ? incidentPath(incident, calls ? "calls" : "") : "#/calls";
}

export function saying(one: Alarm): string {
  const facts = { ...one, at: showTime(one.due) };
  const many = one.n > 1 && MANY.includes(one.kind) ? t("alarm.many", facts) : "";
  const sentence = t(one.immediately ? "alarm.at_once" : `alarm.${one.kind}`, { ...facts, many });
  return one.exercise ? t("alarm.exercise", { sentence }) : sentence;
}
