/** For each command, what the dialog asks. The fields are those of docs/reference/commands.md. */
import type { DialogRequest, FieldSpec } from "../windows/dialog";
import { t, word } from "../messages";
import { incidents } from "../live/store";
import type { Allowed, EndCondition, Group, IncidentView, JournalEvent, Link, Measure, PlanDetail } from "../api/types";
import { entryBy } from "../journal/entry";
import { anyName, eventDetails, eventTitle, named, roleName } from "../incident/words";

const reason = (required = false): FieldSpec => ({
  name: "reason",
  label: t("form.reason"),
  kind: "lines",
  required,
});
const note = (required = false): FieldSpec => ({ name: "note", label: t("form.note"), kind: "lines", required });

/** Orders that are rarely given; they are behind "more". */
const SPECIAL = new Set([
  "set_reporters",
  "reanchor_cadence",
  "delegate_role",
  "record_absence",
  "assume_command",
  "hand_over_command",
  "return_command",
  "void_incident",
]);
export const isSpecialOrder = (entry: Allowed) => SPECIAL.has(entry.command);

/** Orders that have their own places on the page, beside what they are about. */
const ELSEWHERE = new Set([
  "record_facts",
  "form_group",
  "change_group",
  "complete_measure",
  "waive_measure",
  "submit_report",
  "confirm_end_condition",
  "strike_entry",
  "confirm_recorded_order",
  "add_log_entry",
  "link_incidents",
  "unlink_incidents",
  "edit_document",
  "sign_document",
  "destroy_attachment",
]);
export const isElsewhere = (entry: Allowed) => ELSEWHERE.has(entry.command);

export function titleOf(entry: Allowed): string {
  return [word("act", entry.command), entry.name].filter(Boolean).join(" ");
}

/** "完成：措施" for what a command is about. */
const titled = (entry: Allowed, what: string) => `${word("act", entry.command)}${t("common.colon")}${what}`;

/** Whether the command's request carries a level. */
const LEVELED = new Set(["recommend_activation", "activate_response", "adjust_response"]);

export function requestFor(entry: Allowed, view: IncidentView, plan?: PlanDetail): DialogRequest {
  const body: Record<string, unknown> = { command: entry.command };
  if (LEVELED.has(entry.command)) {
    body.level = entry.level;
    if (entry.sub_state) body.sub_state = entry.sub_state;
  }
  if (entry.grade) body.grade = entry.grade;
  return {
    incident: view.id,
    title: titleOf(entry),
    entry,
    body,
    ...(isSpecialOrder(entry) ? {} : { seen: view.version }),
    fields: fieldsOf(entry, view, plan),
    warning: ["end_response", "close_incident", "void_incident", "refuse_activation", "refuse_end"].includes(entry.command),
  };
}

function fieldsOf(entry: Allowed, view: IncidentView, plan?: PlanDetail): FieldSpec[] {
  switch (entry.command) {
    case "refuse_activation":
    case "refuse_end":
      return [reason(true)];
    case "void_incident":
      return [
        reason(true),
        { name: "duplicate_of", label: t("form.duplicate_of"), hint: t("form.duplicate_of_hint"), kind: "select", options: others(view) },
      ];
    case "assume_command":
    case "hand_over_command":
    case "return_command":
      return [holder(entry.command, view, plan), reason()];
    case "delegate_role":
      return [
        { name: "role", label: t("form.role"), kind: "select", required: true, ...first(roles(plan)) },
        { name: "to", label: t("form.to_account"), kind: "text", required: true },
        { name: "until", label: t("form.until"), kind: "instant", required: true },
        reason(),
      ];
    case "record_absence":
      return [
        { name: "role", label: t("form.role"), kind: "select", required: true, ...first(roles(plan)) },
        { name: "until", label: t("form.until"), kind: "instant", required: true },
        reason(),
      ];
    case "set_reporters":
      return [
        { name: "obligation", label: t("form.obligation"), kind: "select", options: obligations(plan) },
        {
          name: "reporters",
          label: t("form.reporters"),
          hint: t("form.reporters_hint"),
          kind: "multi",
          options: reporters(plan),
        },
        reason(true),
      ];
    case "reanchor_cadence":
      return [
        { name: "anchor", label: t("form.anchor"), kind: "date", required: true },
        { name: "obligation", label: t("form.obligation"), kind: "select", options: obligations(plan) },
        reason(true),
      ];
    default:
      return [reason()];
  }
}

/** Incidents that this one may be the same as: the open ones of its kind, real or exercise. */
const others = (view: IncidentView): Options =>
  [...incidents.values()]
    .filter((one) => one.id !== view.id && one.exercise === view.exercise)
    .map((one) => ({ value: one.id, label: `${one.number} ${one.title}` }));

type Options = { value: string; label: string }[];
const first = (options: Options) => ({ options, value: options[0]?.value ?? "" });

const roles = (plan?: PlanDetail): Options =>
  (plan?.roles ?? []).map((role) => ({ value: role.id, label: named(role) }));
const obligations = (plan?: PlanDetail): Options =>
  (plan?.reports ?? []).map((one) => ({ value: one.id, label: named(one) }));
const reporters = (plan?: PlanDetail): Options => [
  ...(plan?.jurisdiction.divisions ?? []).map((one) => ({ value: one.code, label: named(one) })),
  ...(plan?.units ?? []).map((one) => ({ value: one.id, label: named(one) })),
];

function holder(command: string, view: IncidentView, plan?: PlanDetail): FieldSpec {
  const others = (plan?.command?.holders ?? []).filter((one) => one.id !== view.command.held_by);
  const fitting = others.filter((one) => (command === "hand_over_command") === Boolean(one.superior));
  const options = fitting.map((one) => ({ value: one.id, label: named(one) }));
  const required = command === "hand_over_command";
  return { name: "to", label: t("form.to"), kind: "select", required, ...(required ? first(options) : { options }) };
}

export function groupRequest(group: Group, entry: Allowed, view: IncidentView, plan?: PlanDetail): DialogRequest {
  return {
    incident: view.id,
    title: titled(entry, group.name),
    entry: { ...entry, clause: group.clause },
    body: { command: entry.command, group: group.id },
    fields: [
      { name: "leader", label: t("form.group_leader"), hint: t("form.group_leader_hint"), kind: "text" },
      {
        name: "members",
        label: t("form.group_members"),
        hint: t("form.group_members_hint"),
        kind: "list",
        value: group.formed ? group.members.map((id) => anyName(plan, id)).join("\n") : "",
      },
      reason(),
    ],
  };
}

/** A measure that needs a decision is settled by those who decide, not by the desk. */
export function measureRequest(
  measure: Measure,
  entry: Allowed,
  view: IncidentView,
  plan?: PlanDetail,
): DialogRequest {
  const deciders = measure.decided_by.map((id) => ({ id, name: roleName(plan, id) }));
  return {
    incident: view.id,
    title: titled(entry, measure.text),
    entry: deciders.length
      ? { ...entry, roles: deciders, desk: false, clause: measure.clause }
      : { ...entry, clause: measure.clause },
    body: { command: entry.command, measure: measure.id },
    fields: [note(entry.command === "waive_measure")],
  };
}

export function conditionRequest(condition: EndCondition, entry: Allowed, view: IncidentView): DialogRequest {
  return {
    incident: view.id,
    title: titled(entry, condition.text),
    entry: { ...entry, clause: condition.clause },
    body: { command: entry.command, condition: condition.id },
    seen: view.version,
    fields: [...(condition.contradicted_by.length ? stopDecision() : []), note()],
  };
}

/** What recorded figures contradict holds only by the government's decision to stop. */
function stopDecision(): FieldSpec[] {
  const hint = t("end.stop_hint");
  return [
    { name: "stop_decision.document", label: t("end.stop_document"), kind: "text", required: true, hint },
    { name: "stop_decision.reason", label: t("end.stop_reason"), kind: "lines", required: true },
  ];
}

export function logRequest(entry: Allowed, view: IncidentView): DialogRequest {
  return {
    incident: view.id,
    title: t("act.add_log_entry"),
    entry,
    body: { command: "add_log_entry" },
    fields: [{ name: "text", label: t("form.text"), kind: "lines", required: true }],
  };
}

/** Which incident runs beside this one, of those that are at hand. */
export function linkRequest(entry: Allowed, view: IncidentView, others: IncidentView[]): DialogRequest {
  const options = others.map((one) => ({ value: one.id, label: `${one.number} ${one.title}` }));
  return {
    incident: view.id,
    title: word("act", entry.command),
    entry,
    body: { command: entry.command },
    fields: [
      { name: "other", label: t("form.other"), hint: t("links.hint"), kind: "select", required: true, ...first(options) },
      note(),
    ],
  };
}

export function unlinkRequest(link: Link, entry: Allowed, view: IncidentView): DialogRequest {
  return {
    incident: view.id,
    title: titled(entry, `${link.number} ${link.title}`),
    entry,
    body: { command: entry.command, other: link.id },
    fields: [note()],
  };
}

export function entryRequest(event: JournalEvent, entry: Allowed, view: IncidentView, plan?: PlanDetail): DialogRequest {
  return {
    incident: view.id,
    title: titled(entry, t("journal.entry", { seq: event.seq })),
    entry,
    body: { command: entry.command, seq: event.seq },
    about: [eventTitle(event, view, plan), ...eventDetails(event, plan), entryBy(event, plan)],
    fields: entry.command === "strike_entry" ? [reason(true)] : [],
    warning: entry.command === "strike_entry",
  };
}
