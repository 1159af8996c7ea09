/** The office's digest: what the reporters sent, put together for the office to edit. Pure. */
import type { PlanDetail, Slot } from "../api/types";
import type { Report } from "./report";

export interface DigestLine {
  reporter: string;
  name: string;
  /** What came in; null while it is missing. */
  report: Report | null;
  late: boolean;
}

export interface Digest {
  /** The reports that are put together, such as the counties' daily report, and when they were due. */
  source: string;
  due_at: string;
  lines: DigestLine[];
  /** The names of the fields that at least one report has. */
  fields: string[];
}

/** The obligation whose reports this one puts together; null for any other report. */
export function digestedBy(plan: PlanDetail | undefined, obligation: string): string | null {
  const cadence = plan?.reports.find((one) => one.id === obligation)?.cadence;
  return cadence && "after_last" in cadence ? cadence.after_last : null;
}

const COUNTED = new Set(["upcoming", "owed", "overdue", "submitted", "submitted_late"]);

/** What `slot` puts together: the last instant of its source that is not after it. */
export function digestOf(
  plan: PlanDetail | undefined,
  slot: Slot,
  ledger: Iterable<Slot>,
  reports: Report[],
): Digest | null {
  const source = digestedBy(plan, slot.obligation);
  if (source === null) return null;
  const owed = [...ledger].filter((one) => one.obligation === source && COUNTED.has(one.state) && one.due_at <= slot.due_at);
  const due_at = owed.map((one) => one.due_at).sort().at(-1);
  if (due_at === undefined) return null;
  const own = owed.filter((one) => one.due_at === due_at).sort((a, b) => (a.reporter < b.reporter ? -1 : 1));
  const lines = own.map((one) => ({
    reporter: one.reporter,
    name: one.reporter_name,
    report: reportFor(one, reports),
    late: one.state === "submitted_late",
  }));
  const fields = [...new Set(lines.flatMap((line) => Object.keys(line.report?.content ?? {})))];
  return { source: own[0]!.obligation_name, due_at, lines, fields };
}

/** The report of a slot as it stands: a later correction takes its place. */
export function reportFor(slot: Slot, reports: Report[]): Report | null {
  let found = reports.find((one) => one.seq === slot.report_seq || one.slot === slot.id) ?? null;
  for (const later of reports) if (found && later.corrects === found.seq) found = later;
  return found;
}

export interface DigestWords {
  head: (facts: { total: number; submitted: number }) => string;
  nil: (names: string) => string;
  missing: (names: string) => string;
  comma: string;
  colon: string;
  semicolon: string;
  /** A field of reports as people read it. */
  field: (name: string) => string;
}

/** The digest as a text: how many came in, what each says, who has nothing new, who is missing. */
export function digestText(digest: Digest, words: DigestWords): string {
  const sent = digest.lines.filter((line) => line.report);
  const names = (lines: DigestLine[]) => lines.map((line) => line.name).join(words.comma);
  const nil = sent.filter((line) => line.report!.kind === "nil");
  const missing = digest.lines.filter((line) => !line.report);
  const said = sent
    .filter((line) => line.report!.kind !== "nil")
    .map((line) => `${line.name}${words.colon}${contentText(line.report!, words)}`);
  return [
    words.head({ total: digest.lines.length, submitted: sent.length }),
    ...said,
    ...(nil.length ? [words.nil(names(nil))] : []),
    ...(missing.length ? [words.missing(names(missing))] : []),
  ].join("\n");
}

function contentText(report: Report, words: DigestWords): string {
  const parts = Object.entries(report.content);
  return parts.map(([field, value]) => (field ? `${words.field(field)}${words.colon}${value}` : value)).join(words.semicolon);
}
