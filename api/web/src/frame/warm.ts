/**
 * What the first view did not need is read when the page is at rest: an officer's first press
 * finds its window there, and a server that goes away takes no part of the page with it.
 */
import { onScopeDispose, ref, watch, type Ref } from "vue";
import { live } from "../live/store";

/** At the latest so long after the first view, in milliseconds. */
const LATEST_MS = 5000;

const PARTS = [
  () => import("../incident/IncidentPage.vue"),
  () => import("../windows/CommandDialog.vue"),
  () => import("../reports/ReportWindow.vue"),
  () => import("../opening/OpenIncidentDialog.vue"),
  () => import("../calling/CallsPage.vue"),
  () => import("../calling/StartCallWindow.vue"),
  () => import("../journal/CiteDialog.vue"),
  () => import("../palette/CommandPalette.vue"),
  () => import("../palette/KeysHelp.vue"),
  () => import("../account/SignInAgain.vue"),
  () => import("../account/OtherAccount.vue"),
  () => import("./SignOutWindow.vue"),
  () => import("../print/PrintPage.vue"),
];

/** True once the parts are there; those that could not be had are asked for again when they are needed. */
export function useWarm(): Ref<boolean> {
  const warm = ref(false);
  const stop = watch(
    () => live.loaded,
    (loaded) => {
      if (!loaded) return;
      queueMicrotask(() => stop());
      requestIdleCallback(() => void one(0), { timeout: LATEST_MS });
    },
    { immediate: true },
  );
  /** One after another, each at rest: a press in between is not kept waiting. */
  async function one(at: number): Promise<void> {
    await PARTS[at]!().catch(() => undefined);
    if (at + 1 < PARTS.length) requestIdleCallback(() => void one(at + 1), { timeout: LATEST_MS });
    else warm.value = true;
  }
  onScopeDispose(stop);
  return warm;
}
