/** What the journal says of an entry about a call, beside its headline. */
import type { JournalEvent } from "../api/types";
import { t, word } from "../messages";
import { showTime } from "../time/clock";

const text = (value: unknown) => (typeof value === "string" && value !== "***" ? value : "");

export function callDetails({ type, data }: JournalEvent): string[] {
  if (type === "call_started") return [text(data.person), t("call.by", { at: showTime(text(data.answer_by)) })].filter(Boolean);
  if (type === "call_attempted") return [`${word("call.channel", text(data.channel))}${t("common.colon")}${word("call.outcome", text(data.outcome))}`];
  if (type === "call_answered") return [[word("call.means", text(data.means)), text(data.by)].filter(Boolean).join(t("common.list_comma"))];
  return [];
}
