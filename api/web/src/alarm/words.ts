/** One sentence for each alarm, as it is read, spoken and shown on the desktop. */
import { t } from "../messages";
import { showTime } from "../time/clock";
import type { Alarm } from "./conditions";

export function saying(one: Alarm): string {
  const facts = { ...one, at: showTime(one.due) };
  const many = one.n > 1 && (one.kind === "due" || one.kind === "overdue") ? t("alarm.many", facts) : "";
  const sentence = t(one.immediately ? "alarm.at_once" : `alarm.${one.kind}`, { ...facts, many });
  return one.exercise ? t("alarm.exercise", { sentence }) : sentence;
}
