/** What one does at the board: select cells, read a report, report, give a nil report. */
import { computed, reactive, ref, shallowRef } from "vue";
import { api } from "../api/api";
import { Attempt } from "../api/attempt";
import { asProblem, type Problem } from "../api/problem";
import { toast } from "../frame/toast";
import { t } from "../messages";
import { command } from "../live/store";
import { mayReport, usable } from "../orders/powers";
import type { IncidentView, PlanDetail, Slot } from "../api/types";
import { pressed, type Cell, type Row } from "./board";
import { bodyOf } from "./reportForm";
import { askReport } from "./reportWindow";

export function useBoard(view: () => IncidentView, plan: () => PlanDetail | undefined) {
  /** Ids of slots, all of one row. */
  const selected = ref<ReadonlySet<string>>(new Set());
  /** The slot whose report is open below its row. */
  const opened = ref("");
  /** The cell under the pointer or the focus. */
  const pointed = shallowRef<{ cell: Cell; element: HTMLElement } | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const busy = ref(false);
  /** What was pressed and whose answer was lost goes out again under its own key, and nothing else does. */
  const attempts = new Map<string, Attempt>();

  const entry = computed(() => usable(view(), "submit_report"));
  const mine = (slot: Slot) => mayReport(view(), slot.reporter, plan());
  const able = (row: Row) => row.missing.filter((cell) => mine(cell.slot));
  const isSelected = (cell: Cell) => selected.value.has(cell.slot.id);
  const chosenOf = (row: Row) => able(row).filter(isSelected);

  function press(cell: Cell, row: Row): void {
    problem.value = null;
    if (cell.missing && mine(cell.slot)) selected.value = pressed(selected.value, cell, row);
    else opened.value = opened.value === cell.slot.id ? "" : cell.slot.id;
  }

  const clear = () => (selected.value = new Set());

  function report(row: Row): void {
    if (!entry.value) return;
    const slots = able(row).map((cell) => cell.slot);
    const chosen = chosenOf(row).map((cell) => cell.slot.id);
    askReport(view(), entry.value, { title: row.first.obligation_name, slots, chosen });
  }

  function extra(): void {
    if (entry.value) askReport(view(), entry.value, { title: t("slots.extra") });
  }

  function correct(seq: number): void {
    if (entry.value) askReport(view(), entry.value, { title: t("board.correct", { seq }), corrects: seq });
  }

  /** 零报告 for these cells of one row, in one press. */
  async function nil(cells: Cell[]): Promise<void> {
    const slots = cells.map((cell) => cell.slot);
    if (busy.value || !slots.length || !slots[0]!.nil) return;
    busy.value = true;
    problem.value = null;
    try {
      const body = bodyOf(NOTHING_NEW, slots, false, null);
      const key = slots.map((slot) => slot.id).join(" ");
      const attempt = attempts.get(key) ?? new Attempt();
      attempts.set(key, attempt);
      await attempt.send(body, undefined, (sent) => command(view().id, sent, slots.length > 1 ? api.reports : api.command));
      const names = slots.map((slot) => slot.reporter_name).join(t("common.list_comma"));
      toast(t("board.nil_done", { names }));
      clear();
    } catch (error) {
      problem.value = asProblem(error);
    } finally {
      busy.value = false;
    }
  }

  const mayNil = (cell: Cell) => cell.missing && cell.slot.nil && mine(cell.slot);
  const nilOf = (cell: Cell) => (mayNil(cell) ? nil([cell]) : Promise.resolve());

  const leave = () => (pointed.value = null);
  /** A cell is looked at: with the keyboard, or by a mouse that rests on it. */
  function point(cell: Cell, event: Event): void {
    const element = event.currentTarget as HTMLElement;
    if (event.type === "focus" && !element.matches(":focus-visible")) return;
    pointed.value = { cell, element };
  }

  return reactive({
    selected, opened, pointed, problem, busy, entry,
    mine, able, isSelected, chosenOf, press, clear, report, extra, correct, nil, nilOf, mayNil, point, leave,
  });
}

const NOTHING_NEW = {
  chosen: [],
  kind: "nil",
  corrects: "",
  content: {},
  nil: true,
  told: { name: "", post: "", phone: "" },
  submitted_at: "",
};

export type BoardState = ReturnType<typeof useBoard>;
