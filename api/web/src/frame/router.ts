/**
 * The pages by address. What the first view does not need comes
 * in files of its own: when it is asked for, or when the page has nothing else to do (`warm.ts`). A window with typed text is asked before a page
 * is left (`windows/leaving.ts`).
 */
import { nextTick } from "vue";
import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw } from "vue-router";
import IncidentList from "../overview/IncidentList.vue";
import { mayLeave, windowOpen } from "../windows/leaving";
import { layWindows } from "../windows/layer";
import { go, keptJoin, keptLook, route, takeJoin, takeLook, takeWall } from "./route";

export const pages: RouteRecordRaw[] = [
  { path: "/", name: "list", component: IncidentList },
  { path: "/incident/:id/:tab?", name: "incident", component: () => import("../incident/IncidentPage.vue"), props: true },
  { path: "/wall", name: "wall", component: () => import("../wall/WallPage.vue") },
  { path: "/print/:sheet(briefing|journal|calls)/:id", name: "print", component: () => import("../print/PrintPage.vue") },
  { path: "/calls", name: "calls", component: () => import("../calling/CallsPage.vue") },
  { path: "/print/:sheet(handover|shift-log)/:id", name: "print-duty", component: () => import("../duty/DutyPrintPage.vue"), props: true },
  { path: "/handover/:id(\\d+)?", name: "handover", component: () => import("../duty/HandoverPage.vue"), props: true },
  { path: "/shift-log", name: "shift-log", component: () => import("../duty/ShiftLogPage.vue") },
  { path: "/drill", name: "drill", component: () => import("../drill/DrillPage.vue") },
  { path: "/improvements", name: "improvements", component: () => import("../evaluation/ImprovementsPage.vue") },
  { path: "/evaluation/:id?", name: "evaluation", component: () => import("../evaluation/EvaluationPage.vue"), props: true },
  { path: "/scenarios", name: "scenarios", component: () => import("../scenarios/ScenariosPage.vue") },
  { path: "/scenarios/:id/:tab(copy|file)?", name: "scenario", component: () => import("../scenarios/ScenarioPage.vue"), props: true },
  { path: "/contacts", name: "contacts", component: () => import("../contacts/ContactsPage.vue") },
  { path: "/roster", name: "roster", component: () => import("../roster/RosterPage.vue") },
  { path: "/roster/print/:id", name: "roster-print", component: () => import("../roster/RosterPrint.vue"), props: true },
  { path: "/punctuality", name: "punctuality", component: () => import("../reports/PunctualityPage.vue") },
  { path: "/account", name: "account", component: () => import("../account/AccountPage.vue") },
  { path: "/admin/:id?", name: "admin", component: () => import("../admin/AdminPage.vue"), props: true },
  { path: "/server-journal", redirect: "/admin/journal" },
  { path: "/plans/:id?/:tab(sheet|cards)?/:post?", name: "plans", component: () => import("../plans/PlansPage.vue"), props: true },
  // Where the identity provider's answer ends: what went wrong is the id.
  { path: "/sign-in/:id?", name: "sign-in", component: IncidentList },
  // What these addresses hold is taken out of them at once.
  { path: "/join", name: "join", component: IncidentList },
  { path: "/look", name: "look", component: IncidentList },
  { path: "/:rest(.*)*", redirect: "/" },
];

const one = (value: string | string[] | undefined) => [value ?? ""].flat()[0] ?? "";

export function makeRouter(): Router {
  const layer = layWindows();
  keptLook();
  keptJoin();
  const router = createRouter({ history: createWebHashHistory(), routes: pages });
  router.beforeEach((to, from) => {
    if (to.name === "wall" && takeWall(to.query)) return { name: "wall", replace: true };
    if (to.name === "join") {
      takeJoin(to.query);
      return { name: "list", replace: true };
    }
    if (to.name === "look") {
      takeLook(to.query);
      return { name: "list", replace: true };
    }
    const same = to.name === from.name && one(to.params.id) === one(from.params.id);
    // Under an open window only a longer way Back changes the tab; it asks as any other way out does.
    return (same && !windowOpen()) || mayLeave();
  });
  router.afterEach(async (to, from, failure) => {
    layer.moved();
    if (failure) return;
    sessionStorage.removeItem(RELOADED);
    const { id, tab } = to.params;
    const elsewhere = to.name !== from.name || one(id) !== one(from.params.id);
    route.value = { screen: String(to.name), id: one(id), tab: one(tab) };
    if (!elsewhere || !from.name) return;
    await nextTick();
    const main = document.getElementById("main");
    main?.scrollTo(0, 0);
    // The next Tab goes into the page that was asked for, not through the bar again.
    const placed = main?.contains(document.activeElement);
    if (!placed && !windowOpen()) main?.focus({ preventScroll: true });
  });
  router.onError((_error, to) => void afresh(to.fullPath));
  go.to = (hash) => void router.push(hash.slice(1));
  document.addEventListener("click", follow);
  return router;
}

const RELOADED = "zhiban.reloaded-for";
/**
 * A server that was upgraded has no longer the file of a page that was not opened yet: the console is
 * read anew at that address, once, and only while the server answers.
 */
async function afresh(address: string): Promise<void> {
  if (sessionStorage.getItem(RELOADED) === address) return;
  const answer = await fetch(location.pathname, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  sessionStorage.setItem(RELOADED, address);
  history.replaceState(history.state, "", `#${address}`);
  location.reload();
}

/** A link of the page, pressed plainly, is the router's; any other stays the browser's. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a[href^='#/']");
  if (!link || link.hasAttribute("target")) return;
  event.preventDefault();
  go.to(link.getAttribute("href")!);
}
