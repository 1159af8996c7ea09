/** The evaluation that is shown, and what is asked of the server about it. */
import { shallowRef, ref, watch } from "vue";
import { api } from "../api/api";
import { asProblem, type Problem } from "../api/problem";
import { language } from "../messages";
import type { EvaluatedIncident, Evaluation, EvaluationRow } from "../api/types";

export const DRILL = "drill";
export const NOT_MET = new Set(["late", "missing"]);

export function useEvaluation(subject: () => string) {
  const found = shallowRef<Evaluation | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const busy = ref(false);
  let asking = 0;

  async function read(): Promise<void> {
    const mine = ++asking;
    try {
      const said = await api.evaluation(subject());
      if (mine !== asking) return;
      found.value = said;
      problem.value = null;
    } catch (error) {
      if (mine === asking) problem.value = asProblem(error);
    }
  }

  watch(language, read);

  /** Write something; the answer is the evaluation with it. True if the server took it. */
  async function write(what: "grade" | "improvements", body: Record<string, unknown>): Promise<boolean> {
    busy.value = true;
    const mine = ++asking;
    try {
      const said = await api.assess(what, { ...body, ...about() });
      if (mine === asking) found.value = said;
      problem.value = null;
      return true;
    } catch (error) {
      problem.value = asProblem(error);
      return false;
    } finally {
      busy.value = false;
    }
  }

  const about = () => (subject() === DRILL ? {} : { incident: subject() });
  return { found, problem, busy, read, write, about };
}

/** Rows that were not met first, then what is open, then the rest; each in the order of time. */
export function notMet(rows: EvaluationRow[]): EvaluationRow[] {
  return rows.filter((row) => NOT_MET.has(row.verdict));
}

export interface Shown {
  kind: string;
  name: string;
  rows: EvaluationRow[];
  met: number;
  missed: number;
  /** What was not met stands first. */
  listed: { row: EvaluationRow; incident: string }[];
}

/** The rows that would show a heading of a sheet, by kind; a kind without rows is left out. */
export function evidenceOf(kinds: string[], incidents: EvaluatedIncident[]): Shown[] {
  const all = incidents.flatMap((one) => one.rows.map((row) => ({ row, incident: one.id })));
  return kinds.flatMap((kind) => {
    const mine = all.filter(({ row }) => row.kind === kind);
    const rows = mine.map(({ row }) => row);
    const missed = mine.filter(({ row }) => NOT_MET.has(row.verdict));
    const others = mine.filter(({ row }) => !NOT_MET.has(row.verdict));
    const met = rows.filter((row) => row.verdict === "met").length;
    return rows.length ? [{ kind, name: rows[0]!.kind_name, rows, met, missed: missed.length, listed: [...missed, ...others] }] : [];
  });
}
