/** What a report must say: its fields, what is put into them from what is known, and the digest. */
import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { api } from "../api/api";
import { eventTitle, fieldName } from "../incident/words";
import { journals, loadJournal } from "../live/store";
import { t } from "../messages";
import { showTime } from "../time/clock";
import type { IncidentView, JournalEvent, PlanDetail, Slot } from "../api/types";
import { digestOf, digestText, digestedBy } from "./digest";
import { originOf, prefill, type Prefilled } from "./prefill";
import { reportsOf } from "./report";
import type { ReportRequest } from "./reportWindow";

export interface ContentField {
  name: string;
  label: string;
  required: boolean;
  /** What was put in and where it comes from, in words; the note goes once the text is changed. */
  filled?: { text: string; note: string };
  /** What was reported for it last time. */
  last?: string;
}

type Plan = PlanDetail | undefined;

export function useContent(
  request: ShallowRef<ReportRequest | null>,
  view: ComputedRef<IncidentView | undefined>,
  plan: ComputedRef<Plan>,
  slot: ComputedRef<Slot | null>,
) {
  /** Entries that the page does not hold: it has the end of a journal only. */
  const more = shallowRef<JournalEvent[]>([]);
  const entries = computed(() => [...more.value, ...(journals.get(view.value?.id ?? "") ?? [])]);
  const reports = computed(() => reportsOf(entries.value));
  /** The slots that a digest puts together. */
  const sources = shallowRef<Slot[]>([]);
  const digest = computed(() => (slot.value ? digestOf(plan.value, slot.value, sources.value, reports.value) : null));
  const names = computed(() => {
    const corrected = reports.value.find((one) => one.seq === request.value?.corrects);
    const of = corrected ? Object.keys(corrected.content).filter(Boolean) : [];
    const open = slot.value || corrected ? [] : [...new Set((view.value?.to_verify ?? []).map((one) => one.field))];
    return slot.value?.content.length ? slot.value.content : of.length ? of : [...open, t("form.content")];
  });
  const filled = computed<Record<string, Prefilled>>(() => {
    if (!view.value || !slot.value) return {};
    const own = reports.value.filter((one) => one.reporter === slot.value!.reporter || one.reporter === null);
    return prefill(names.value, view.value.prefill, own, slot.value.kind === "scheduled");
  });
  const last = computed(() =>
    slot.value?.kind === "scheduled"
      ? reports.value.filter((one) => one.reporter === slot.value!.reporter && one.obligation === slot.value!.obligation).at(-1)
      : undefined,
  );

  const fields = computed(() =>
    names.value.map((name, index): ContentField => {
      const known = filled.value[name];
      const before = last.value?.content[name];
      return {
        name,
        label: fieldName(plan.value, name),
        required: slot.value?.required.includes(name) ?? false,
        filled:
          digest.value && index === 0
            ? { text: compiled.value, note: t("report.prefilled_digest") }
            : known && { text: known.text, note: origin(known) },
        last: before && t("report.last", { at: showTime(last.value!.submitted_at), text: before }),
      };
    }),
  );

  const compiled = computed(() =>
    digest.value
      ? digestText(digest.value, {
          head: (facts) => t("digest.text_head", facts),
          nil: (list) => t("digest.text_nil", { names: list }),
          missing: (list) => t("digest.text_missing", { names: list }),
          comma: t("common.list_comma"),
          colon: t("common.colon"),
          semicolon: t("common.semicolon"),
          field: (name) => fieldName(plan.value, name),
        })
      : "",
  );

  /** "已知：11-29 22:40，来源 现场指挥部". */
  function origin({ from }: Prefilled): string {
    if (from.kind === "report") return t("report.prefilled_report", { seq: from.seq });
    const told = originOf(from.facts, view.value!.figures);
    if (!told) return t("report.prefilled_call", { at: showTime(view.value!.received_at) });
    const sources = told.sources.map((one) => one || t("common.unknown")).join(t("common.list_comma"));
    return t("report.prefilled_known", { at: showTime(told.at), sources });
  }

  /** Read what was reported before; without it the fields stand empty, and can be filled in. */
  async function prepare(asked: ReportRequest): Promise<void> {
    more.value = [];
    sources.value = [];
    await loadJournal(asked.incident).catch(() => undefined);
    const source = asked.slots[0] && digestedBy(plan.value, asked.slots[0].obligation);
    if (source) {
      const all = await api.slots({ incident: asked.incident }).catch(() => []);
      sources.value = all.filter((one) => one.obligation === source);
    }
    const digested = sources.value.filter((one) => one.due_at === digest.value?.due_at);
    await fetch(asked.incident, [asked.corrects, ...digested.map((one) => one.report_seq)]);
  }

  async function fetch(incident: string, seqs: (number | null)[]): Promise<void> {
    const held = new Set(entries.value.map((one) => one.seq));
    const missing = seqs.filter((seq): seq is number => seq !== null && !held.has(seq)).sort((a, b) => a - b);
    const found = await Promise.all(missing.map((seq) => api.entry(incident, seq).catch(() => undefined)));
    more.value = found.filter((entry): entry is JournalEvent => entry !== undefined);
  }

  /** What stands in the fields when the window opens; of a corrected report, what it said. */
  function initial(): Record<string, string> {
    const corrected = reports.value.find((one) => one.seq === request.value?.corrects);
    return Object.fromEntries(
      fields.value.map(({ name, filled: put }) => [name, put?.text ?? corrected?.content[name] ?? (corrected?.content[""] ?? "")]),
    );
  }

  /** The reports that may be corrected, in words, the latest first. */
  const corrections = () =>
    [...reports.value].reverse().map((one) => {
      const entry = entries.value.find((event) => event.seq === one.seq)!;
      const words = [t("journal.entry", { seq: one.seq }), showTime(one.recorded_at), eventTitle(entry, view.value, plan.value)];
      return { value: String(one.seq), label: words.join(" · ") };
    });

  return { fields, digest, prepare, initial, corrections };
}
