/** The JSON of the server: incident view, slots, plans, events (docs: contract of the API). */

export interface Criterion {
  id: string;
  level: string;
  sub_state: string | null;
  text: string;
  met: boolean | null;
  clause: string;
  why: string;
  assumption?: string[];
}

export interface MayRise {
  class: string;
  name: string;
  level: string | null;
  clause: string;
  why: string;
}

export interface Recommendation {
  level: string | null;
  sub_state: string | null;
  name: string;
  criteria: Criterion[];
  may_rise_to: MayRise[];
}

export interface Pending {
  command: string;
  level: string;
  sub_state: string | null;
  recommended_by: string;
  since: string;
  approved_by: string | null;
}

export interface Group {
  id: string;
  name: string;
  leader: string;
  members: string[];
  duty: string | null;
  clause: string;
  formed: boolean;
  formed_at: string | null;
}

export interface Measure {
  id: string;
  text: string;
  unit: string;
  modality: "required" | "as_needed" | "when_necessary";
  immediately: boolean;
  clause: string;
  done: boolean;
  state: "open" | "done" | "waived";
  at: string | null;
  note: string;
  decided_by: string[];
}

export type SlotState =
  | "upcoming"
  | "owed"
  | "submitted"
  | "submitted_late"
  | "overdue"
  | "superseded"
  | "not_owed"
  | "ended";

export interface Slot {
  id: string;
  incident: string;
  obligation: string;
  obligation_name: string;
  series: string;
  reporter: string;
  reporter_name: string;
  recipients: string[];
  recipient_names: string[];
  due_at: string;
  opens_at: string;
  state: SlotState;
  submitted_at: string | null;
  report_seq: number | null;
  clause: string;
  immediately: boolean;
  reason: string | null;
  content: string[];
  means: string;
  kind: string;
}

export interface EndCondition {
  id: string;
  text: string;
  clause: string;
  confirmed: boolean;
  seq: number | null;
}

export interface RoleName {
  id: string;
  name: string;
}

/** What the state allows now, and by which role; `desk`: the duty officer alone may. */
export interface Allowed {
  command: string;
  level?: string | null;
  sub_state?: string | null;
  grade?: string | null;
  name?: string | null;
  roles: RoleName[];
  desk: boolean;
  clause: string;
}

export interface Figure {
  value: unknown;
  source: string;
  as_of: string;
  seq: number;
  name: string;
  unit: string | null;
}

export interface Delegation {
  role: string;
  to: string;
  until: string;
  reason: string;
}

/** Another incident beside this one, as it was named when they were linked. */
export interface Link {
  id: string;
  number: string;
  title: string;
  plan: { id: string; version: string; title: string };
  note: string;
  at: string;
  seq: number;
}

export interface IncidentView {
  id: string;
  number: string;
  plan: { id: string; version: string; title: string };
  title: string;
  exercise: boolean;
  division: string;
  division_name: string;
  occurred_at: string;
  received_at: string;
  opened_at: string;
  stage: "assessing" | "warning" | "responding" | "ended" | "closed";
  grade: string | null;
  level: string | null;
  sub_state: string | null;
  place_name: string;
  colour: string;
  command: { held_by: string; name: string; superior: boolean };
  facts: Record<string, unknown>;
  figures: Record<string, Figure>;
  classes: Record<string, { id: string; name: string } | null>;
  recommendation: Recommendation;
  pending: Pending | null;
  groups: Group[];
  measures: Measure[];
  next_slots: Slot[];
  open_slots: { owed: number; overdue: number };
  end_conditions: EndCondition[];
  casualty_watch_until: string | null;
  casualty_watching: boolean;
  unsigned: { seq: number; role: string }[];
  struck: number[];
  delegations: Delegation[];
  links: Link[];
  allowed: Allowed[];
  version: number;
}

/** What the server says of the audit of its own report ledgers. */
export interface Watchdog {
  well: boolean;
  silent: boolean;
  differences: number;
}

/** One difference that the audit has found. */
export interface Finding {
  number: string;
  kind: string;
  sentence: string;
}

export interface JournalEvent {
  seq: number;
  id: string;
  type: string;
  incident: string;
  occurred_at: string;
  recorded_at: string;
  actor: string;
  role: string;
  clause: string | null;
  data: Record<string, unknown>;
  prev_hash: string;
  hash: string;
  cursor?: number;
}

export interface PlanFact {
  id: string;
  name: string;
  kind: "count" | "money" | "number" | "percent" | "flag" | "text" | "divisions" | "choices";
  unit?: string | null;
  choices?: { id: string; name: string }[];
  basis?: string | null;
  clause?: unknown;
}

export interface PlanLevel {
  id: string;
  name: string;
  colour: string;
  sub_states?: { id: string; name: string }[];
}

export interface PlanSummary {
  id: string;
  version: string;
  title: string;
}

export interface PlanDetail extends PlanSummary {
  zone?: string;
  jurisdiction: { code: string; name: string; divisions: { code: string; name: string }[] };
  roles: { id: string; name: string; name_en?: string; signs_in?: boolean; holders?: string[] }[];
  facts: PlanFact[];
  levels: PlanLevel[];
  groups: { id: string; name: string }[];
  measures?: { id: string; text: string }[];
  end_conditions?: { id: string; text: string }[];
  reports?: { id: string; name: string; content?: string[] }[];
  command?: { holders: { id: string; name: string; superior?: boolean }[] };
  units?: { id: string; name: string; aliases?: string[] }[];
  assumptions?: { id: string; text: string; text_en?: string }[];
  clauses?: { number: string; heading: string }[];
  laws?: { id: string; name: string }[];
  /** The plan's own words by clause, where the server has been given them. */
  texts?: Record<string, string>;
}

export interface Session {
  setup_required?: boolean;
  name?: string | null;
  roles?: string[];
  division?: string | null;
  unit?: string | null;
  virtual_clock?: boolean;
  clock_speed?: number;
  server_time?: string;
}

export interface ProblemBody {
  type?: string;
  code: string;
  title: string;
  detail: string;
  status: number;
  clause?: string | null;
  field?: string | null;
  allowed?: Allowed[];
  errors?: { field: string; detail: string }[];
}
