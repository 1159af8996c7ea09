/** Of which kind an entry is. Pure. */
import type { JournalEvent } from "../api/types";

const DECISIONS = /^(activation_|response_|warning_|command_|incident_|role_|end_(recommended|approved|refused))/;
const STRIKABLE = new Set(["log_entry_added", "facts_recorded", "measure_completed", "measure_waived", "end_condition_confirmed", "incidents_linked", "attachment_added"]);

/** Entries that a file may show: what came in, was reported, done or decided. */
export const FILED = new Set(["incident_opened", "facts_recorded", "log_entry_added", "report_submitted", "measure_completed", "end_condition_confirmed", "document_signed"]);

export const isDecision = (event: JournalEvent) => DECISIONS.test(event.type);
export const isReport = (event: JournalEvent) => event.type.startsWith("report_");
export const isCall = (event: JournalEvent) => event.type.startsWith("call_");
export const isStrikable = (event: JournalEvent) => STRIKABLE.has(event.type);
/** An order that the desk entered for somebody else. */
export const isRecorded = (event: JournalEvent) => typeof event.data.on_behalf_of === "string";
