/** A step about an incident: what it is about, who decides it, and the act that settles it. */
import type { Allowed, Slot } from "../api/types";

export type StepKind =
  | "rise" | "call_lost" | "call" | "pending" | "pending_end" | "overdue" | "at_once" | "contradicted" | "unsigned_mine" | "unsigned_late"
  | "soon" | "measure" | "unknown" | "unsigned" | "fall" | "end" | "close" | "watch";

export type Act =
  | { do: "order"; entry: Allowed }
  | { do: "report"; slot: Slot }
  | { do: "sign"; seq: number }
  | { do: "figures" }
  | { do: "go"; tab: string };

export interface Step {
  kind: StepKind;
  clause: string | null;
  /** Who has to decide, as roles of the plan; empty where the desk does it. */
  deciders: string[];
  act: Act | null;
  /** Further ways to settle the same question, such as a refusal. */
  others: Act[];
  /** The instant to count down to. */
  due?: string;
  /** What the sentence names; which of these are there follows from the kind. */
  n?: number;
  level?: string;
  subState?: string | null;
  why?: string;
  by?: string;
  since?: string;
  slots?: Slot[];
  text?: string;
  unit?: string;
  seqs?: { seq: number; role: string }[];
}
