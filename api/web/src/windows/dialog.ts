/** The one dialog in which orders are filled in: what it asks for, and for which command. */
import { shallowRef } from "vue";
import type { Allowed } from "../api/types";

export interface FieldSpec {
  /** The name in the request; `content.X` and `told_by.X` go into an object. */
  name: string;
  label: string;
  kind: "text" | "lines" | "list" | "select" | "multi" | "instant" | "date" | "check";
  required?: boolean;
  /** Must not be blank, but 待核实 is an answer: the dialog offers it with one press. */
  verifiable?: boolean;
  hint?: string;
  value?: unknown;
  options?: { value: string; label: string }[];
  /** Asked for only while this holds of what has been filled in; absent: always. */
  when?: (values: Record<string, unknown>) => boolean;
}

export interface DialogRequest {
  incident: string;
  title: string;
  /** What the state allows: the roles, the desk, the clause. Absent: anybody signed in may. */
  entry?: Allowed;
  body: Record<string, unknown>;
  /** The version of the incident that a decision rests upon; absent for routine acts. */
  seen?: number;
  /** What the window is about, in full, such as the order that is signed. */
  about?: string[];
  fields: FieldSpec[];
  /** How an order of this kind is given, if it is recorded; absent: by telephone. */
  means?: string;
  warning?: boolean;
  /** What follows when the server has taken it. */
  done?: () => void;
  /** Last changes to the request, such as a report kind that follows from a check mark. */
  finish?: (body: Record<string, unknown>) => Record<string, unknown>;
}

export const dialog = shallowRef<DialogRequest | null>(null);

export function ask(request: DialogRequest): void {
  dialog.value = request;
}
