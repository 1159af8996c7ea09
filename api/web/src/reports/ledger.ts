/** The whole ledger of one incident on the page: what is open from its view, the rest read once. */
import { computed, onUnmounted, shallowReactive, shallowRef, watch } from "vue";
import { api } from "../api/api";
import { language } from "../messages";
import { journals } from "../live/store";
import type { IncidentView, JournalEvent, Slot } from "../api/types";
import { lateness } from "./lateness";
import { reportOf, reportsOf, type Report } from "./report";

/** What a slot is once its report has come in, without asking the server again. */
export function settledBy(slot: Slot, report: Report): Slot {
  const late = lateness(slot, report.submitted_at)?.late ?? false;
  return { ...slot, state: late ? "submitted_late" : "submitted", submitted_at: report.submitted_at, report_seq: report.seq };
}

export function useLedger(view: () => IncidentView) {
  const settled = shallowRef(new Map<string, Slot>());
  const loaded = shallowRef(false);
  /** Reports of entries that the page does not hold, by their number. */
  const fetched = shallowReactive(new Map<number, Report | null>());
  const asked = new Set<number>();
  let gone = false;
  let reading = false;
  let again = false;
  onUnmounted(() => (gone = true));

  const journal = computed<JournalEvent[]>(() => journals.get(view().id) ?? []);
  const reports = computed(() => {
    const held = reportsOf(journal.value);
    const known = new Set(held.map((one) => one.seq));
    const more = [...fetched.values()].filter((one): one is Report => one !== null && !known.has(one.seq));
    return [...held, ...more].sort((a, b) => a.seq - b.seq);
  });
  const slots = computed(() => {
    const all = new Map(settled.value);
    for (const slot of view().next_slots) all.set(slot.id, slot);
    return [...all.values()];
  });

  async function load(): Promise<void> {
    again = reading;
    if (reading) return;
    reading = true;
    try {
      do {
        again = false;
        const found = await api.slots({ incident: view().id });
        if (gone) return;
        settled.value = new Map(found.map((slot) => [slot.id, slot]));
        loaded.value = true;
      } while (again);
    } catch {
      // What is open is shown all the same; the next change asks again.
    } finally {
      reading = false;
    }
  }

  /** Slots that are open no longer: their reports say why, or the ledger is read again. */
  function follow(now: Slot[], before: Slot[]): void {
    const open = new Set(now.map((slot) => slot.id));
    const left = before.filter((slot) => !open.has(slot.id));
    const by = new Map(reports.value.map((report) => [report.slot, report]));
    const known = left.filter((slot) => by.has(slot.id));
    if (known.length) {
      settled.value = new Map([...settled.value, ...known.map((slot) => [slot.id, settledBy(slot, by.get(slot.id)!)] as const)]);
    }
    if (known.length < left.length) void load();
  }

  watch(() => view().next_slots, follow);
  watch([() => view().id, language], load, { immediate: true });

  /** Have the reports of these entries; those that the page does not hold are asked for once. */
  async function need(seqs: (number | null)[]): Promise<void> {
    const held = new Set(reports.value.map((one) => one.seq));
    const missing = seqs.filter((seq): seq is number => seq !== null && !held.has(seq) && !asked.has(seq));
    await Promise.all(
      missing.map(async (seq) => {
        asked.add(seq);
        const entry = await api.entry(view().id, seq).catch(() => undefined);
        fetched.set(seq, entry && entry.seq === seq ? reportOf(entry) : null);
      }),
    );
  }

  return { slots, reports, loaded, need };
}

export type Ledger = ReturnType<typeof useLedger>;
