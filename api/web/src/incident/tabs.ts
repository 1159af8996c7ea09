/** The parts of an incident, each with an address of its own and its count. */
import { defineAsyncComponent, type Component } from "vue";
import type { Key } from "../messages";
import type { IncidentView } from "../api/types";
import CallsTab from "../calling/CallsTab.vue";
import { waits } from "../calling/calls";
import GroupsPanel from "./GroupsPanel.vue";
import JournalTab from "../journal/JournalTab.vue";
import MeasuresTab from "./MeasuresTab.vue";
import OverviewTab from "./OverviewTab.vue";
import ReportsTab from "../reports/ReportsTab.vue";
import { isOpen } from "./measures";

export interface Tab {
  /** The last part of the address; empty for the first. */
  id: string;
  label: Key;
  /** Takes `view` and `plan`. */
  component: Component;
  count?: (view: IncidentView) => string;
  /** How much of it needs somebody: shown as a mark with a word. */
  needs?: (view: IncidentView) => number;
  /** That word, where it is not "overdue". */
  needsWord?: Key;
}

const ofAll = (n: number, all: number) => (all ? `${n}/${all}` : "");
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

export const TABS: Tab[] = [
  { id: "", label: "tab.overview", component: OverviewTab },
  {
    id: "reports",
    label: "tab.reports",
    component: ReportsTab,
    count: ({ reporting }) => ofAll(sum(reporting.map((one) => one.submitted)), sum(reporting.map((one) => one.total))),
    needs: ({ open_slots }) => open_slots.overdue + open_slots.past_reminders,
  },
  {
    id: "measures",
    label: "tab.measures",
    component: MeasuresTab,
    count: ({ measures }) => ofAll(measures.filter((one) => !isOpen(one)).length, measures.length),
    needs: ({ measures }) => measures.filter((one) => one.state === "overdue").length,
  },
  {
    id: "groups",
    label: "tab.groups",
    component: GroupsPanel,
    count: ({ groups }) => ofAll(groups.filter((one) => one.formed).length, groups.length),
  },
  {
    id: "calls",
    label: "tab.calls",
    component: CallsTab,
    count: ({ call_counts: n }) => ofAll(n.answered, n.open + n.exhausted + n.answered),
    needs: ({ calls }) => calls.filter(waits).length,
    needsWord: "tab.call_waits",
  },
  {
    id: "journal",
    label: "tab.journal",
    component: JournalTab,
    count: ({ version }) => String(version),
    needs: ({ unsigned }) => unsigned.length,
    needsWord: "tab.unsigned",
  },
  { id: "documents", label: "tab.documents", component: defineAsyncComponent(() => import("../documents/DocumentsTab.vue")) },
  { id: "attachments", label: "tab.attachments", component: defineAsyncComponent(() => import("../attachments/AttachmentsTab.vue")) },
  { id: "picture", label: "tab.picture", component: defineAsyncComponent(() => import("../picture/PictureTab.vue")) },
];
