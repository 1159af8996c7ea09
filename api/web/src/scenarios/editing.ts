/** The scenario that is written: read, checked while somebody types, kept, never lost. */
import { computed, nextTick, onUnmounted, ref, shallowRef, watch } from "vue";
import { api } from "../api/api";
import { asProblem, type Problem } from "../api/problem";
import { useSending } from "../api/sending";
import type { ScenarioChoices, ScenarioFinding, ScenarioRead, ScenarioSummary, ScenarioView } from "../api/types";
import { t } from "../messages";
import { serverNow } from "../time/clock";
import { useDraft } from "../windows/draft";
import { handed } from "./handed";
import { bodyOf, copyName, docOf, newDoc, type Doc, type Note } from "./model";

export const NEW = "new";
const CHECK_MS = 600;
/** The first full hour after now, as a scenario begins. */
const nextHour = () => `${new Date(Math.ceil(serverNow() / 3600_000) * 3600_000 + 8 * 3600_000).toISOString().slice(0, 16)}:00+08:00`;

/** @param tab `copy` makes another one of it, `file` holds what a file gave */
export function useScenario(id: () => string, tab: () => string) {
  const copies = () => tab() === "copy";
  const key = () => (tab() ? `scenario-${tab()}` : "scenario");
  const doc = ref<Doc>(newDoc(NEW, ""));
  const choices = shallowRef<ScenarioChoices | null>(null);
  const summary = shallowRef<ScenarioSummary | null>(null);
  const findings = shallowRef<ScenarioFinding[]>([]);
  const ready = ref(false);
  const allowed = ref(false);
  const unread = shallowRef<Problem | null>(null);
  const version = ref(0);
  /** Whose lines and comments are kept; for a copy the original. */
  const compare = ref<string | null>(null);
  const taken = ref<string[]>([]);
  const { attempt, busy, problem, run } = useSending();
  const mayWrite = computed(() => allowed.value && (copies() || summary.value?.origin !== "shipped"));

  const draft = useDraft(
    attempt,
    () => ({ doc: doc.value, version: version.value, compare: compare.value }),
    (kept) => {
      doc.value = JSON.parse(JSON.stringify(kept.doc)) as Doc;
      version.value = kept.version as number;
      compare.value = kept.compare as string | null;
      // They are about what the server keeps; what is restored has not been checked yet.
      findings.value = [];
    },
  );

  async function open(): Promise<void> {
    ready.value = false;
    unread.value = null;
    try {
      const [offered, page] = await Promise.all([api.scenarioChoices(), api.scenarios()]);
      choices.value = offered;
      allowed.value = page.may_write;
      taken.value = page.scenarios.map((one) => one.id);
      const given = handed.value;
      handed.value = null;
      if (id() === NEW) begin(null);
      else show(await api.scenario(id()));
      ready.value = true;
      await nextTick();
      draft.open(id(), key());
      // A file that has just been chosen comes before one that was chosen earlier.
      if (given) begin(given);
      if (allowed.value) void check();
    } catch (error) {
      unread.value = asProblem(error);
    }
  }

  function begin(given: ScenarioRead | null): void {
    const fresh = copyName("drill", taken.value);
    summary.value = null;
    version.value = 0;
    compare.value = null;
    doc.value = given?.scenario ? docOf(given.scenario, given.notes as Note[]) : newDoc(fresh, nextHour());
    if (!given?.scenario || taken.value.includes(String(doc.value.head.id)) || !/^[a-z][a-z0-9_]*$/.test(String(doc.value.head.id))) doc.value.head.id = fresh;
  }

  function show(view: ScenarioView): void {
    summary.value = view.summary;
    version.value = view.summary.version;
    findings.value = view.findings;
    doc.value = docOf(view.scenario, view.notes as Note[]);
    compare.value = view.summary.id;
    if (copies()) become(copyName(view.summary.id, taken.value));
  }

  /** From now on it is another scenario, made from the one that it was. */
  function become(name: string): void {
    doc.value.head.id = name;
    doc.value.head.title = t("scenario.copy_of", { title: String(doc.value.head.title ?? "") });
    version.value = 0;
  }

  /** What a file holds stands in the page; nothing of it is kept yet. */
  function take(scenario: Record<string, unknown>, notes: Note[]): void {
    const name = doc.value.head.id as string;
    doc.value = docOf({ ...scenario, id: name }, notes);
  }

  let asked = 0;
  async function check(): Promise<void> {
    const mine = ++asked;
    const body = { ...bodyOf(doc.value), ...(compare.value ? { compare: compare.value } : {}) };
    try {
      const said = await api.checkScenario(body);
      if (mine === asked) findings.value = said.findings;
    } catch (error) {
      // Without a connection the last check stands; what the server refuses to read is said.
      const wrong = asProblem(error);
      if (mine === asked && wrong.status === 422) findings.value = [{ place: [], line: 0, code: wrong.body.code ?? "", sentence: wrong.message }];
    }
  }
  let timer = 0;
  watch(doc, () => {
    window.clearTimeout(timer);
    if (ready.value && mayWrite.value) timer = window.setTimeout(() => void check(), CHECK_MS);
  }, { deep: true });
  onUnmounted(() => {
    window.clearTimeout(timer);
    draft.leave();
  });

  /** Keep it; the answer to `done` is the name under which it is kept. */
  const save = (done: (name: string) => void) => run(async () => {
    const name = String(doc.value.head.id);
    const body = { ...bodyOf(doc.value), ...(compare.value ? { compare: compare.value } : {}) };
    const view = await api.saveScenario(name, body, version.value);
    draft.discard();
    summary.value = view.summary;
    version.value = view.summary.version;
    findings.value = view.findings;
    compare.value = name;
    draft.open(name, "scenario");
    done(name);
  });
  const remove = (done: () => void) => run(async () => {
    await api.removeScenario(id(), version.value);
    draft.discard();
    done();
  });
  /** Somebody else was first: mine is kept beside theirs. */
  const saveCopy = (done: (name: string) => void) => {
    become(copyName(String(doc.value.head.id), taken.value));
    return save(done);
  };
  const overwrite = (done: (name: string) => void) => {
    version.value = problem.value?.body.current ?? 0;
    return save(done);
  };
  return { doc, choices, summary, findings, ready, mayWrite, allowed, unread, busy, problem, draft, open, take, save, saveCopy, overwrite, remove, version };
}
