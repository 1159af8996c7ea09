/** What the keys do, and the palette and the help name: one list for all three. */
import { nextTick, ref } from "vue";
import { mayOpen, opening } from "../opening/opening";
import { factsAsked } from "../incident/asked";
import { go, incidentPath, route } from "../frame/route";
import { incidents, plan } from "../live/store";
import { usable } from "../orders/powers";
import { carryOut } from "../incident/carryOut";
import { windowOpen } from "../windows/leaving";
import type { Key } from "../messages";

export const paletteOpen = ref(false);
export const helpOpen = ref(false);

export interface KeyAct {
  key: string;
  label: Key;
  /** Whether it can be done where one is. */
  may: () => boolean;
  run: () => void;
}

const here = () => incidents.get(route.value.id);

/** Focus what is called so as soon as it is there. */
async function focus(testid: string): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await nextTick();
    const found = document.querySelector<HTMLElement>(`[data-testid=${testid}]`);
    if (found) return found.focus();
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The report that is owed first; where none is, the board of reports. */
function report(): void {
  const view = here();
  if (!view) return;
  const slot = view.next_slots[0];
  if (slot) void carryOut({ do: "report", slot }, view, plan(view.plan.id));
  else go.to(incidentPath(view.id, "reports"));
}

export const ACTS: KeyAct[] = [
  { key: "n", label: "keys.new", may: () => mayOpen.value, run: () => (opening.value = true) },
  { key: "r", label: "keys.report", may: () => Boolean(here() && usable(here()!, "submit_report")), run: report },
  {
    key: "f", label: "keys.figures", may: () => Boolean(here() && usable(here()!, "record_facts")),
    run: () => {
      go.to(incidentPath(route.value.id));
      factsAsked.value = route.value.id;
    },
  },
  { key: "l", label: "keys.log", may: () => Boolean(here() && usable(here()!, "add_log_entry")), run: () => void focus("log-text") },
  {
    key: "/", label: "keys.search", may: () => true,
    run: () => {
      go.to("#/");
      void focus("list-search");
    },
  },
  { key: "?", label: "keys.help", may: () => true, run: () => (helpOpen.value = true) },
];

const TYPING = "input, textarea, select, [contenteditable], [role=dialog]";

/** A key pressed on the page itself, never one that belongs to a field, a window or the browser. */
export function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    paletteOpen.value = true;
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if ((event.target as HTMLElement).closest?.(TYPING) || windowOpen()) return;
  const act = ACTS.find((one) => one.key === event.key.toLowerCase());
  if (!act?.may()) return;
  event.preventDefault();
  act.run();
}
