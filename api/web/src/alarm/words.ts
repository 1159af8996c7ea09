/** One sentence for each alarm, as it is read, spoken and shown on the desktop. */
import { incidentPath } from "../frame/route";
import { t, type Key } from "../messages";
import { showTime } from "../time/clock";
import type { Alarm, AlarmKind } from "./conditions";

const MANY: Partial<Record<AlarmKind, Key>> = { due: "alarm.many", overdue: "alarm.many", call: "alarm.many_calls", exhausted: "alarm.many_calls" };

/** Where it is dealt with. */
export function placeOf({ incident, kind }: Alarm): string {
  const calls = kind === "call" || kind === "exhausted";
  return incident ? incidentPath(incident, calls ? "calls" : "") : "#/calls";
}

export function saying(one: Alarm): string {
  const facts = { ...one, at: showTime(one.due), about: [one.number, one.title].filter(Boolean).join(" ") };
  const many = one.n > 1 && one.kind in MANY ? t(MANY[one.kind]!, facts) : "";
  const sentence = t(one.immediately ? "alarm.at_once" : `alarm.${one.kind}`, { ...facts, many });
  return one.exercise ? t("alarm.exercise", { sentence }) : sentence;
}
