/** What the server says an order would change (`POST …/commands/preview`), as lines to read. Pure. */
import { t } from "../messages";
import type { CommandPreview } from "../api/types";

type Changes = CommandPreview["starts"];

export interface ChangedPart {
  /** What it is, and whether it begins or ends: a key of the catalogue's `preview`. */
  kind: "groups_start" | "measures_start" | "obligations_start" | "slots_owed" | "groups_end" | "measures_end" | "obligations_end" | "slots_lapsed";
  names: string[];
}

const slotsOf = (preview: CommandPreview, change: string) => [
  ...new Set(preview.slots.filter((one) => one.change === change).map((one) => one.obligation_name)),
];

/** The parts that change, what begins first; what does not change is left out. */
export function changedParts(preview: CommandPreview): ChangedPart[] {
  const side = ({ groups, measures, obligations }: Changes, end: "start" | "end"): ChangedPart[] => [
    { kind: `groups_${end}`, names: groups.map((one) => one.name) },
    { kind: `measures_${end}`, names: measures.map((one) => t("common.bracketed", { name: one.text, more: one.unit })) },
    { kind: `obligations_${end}`, names: obligations.map((one) => one.name) },
  ];
  return [
    ...side(preview.starts, "start"),
    { kind: "slots_owed" as const, names: slotsOf(preview, "owed") },
    ...side(preview.ends, "end"),
    { kind: "slots_lapsed" as const, names: slotsOf(preview, "lapsed") },
  ].filter((part) => part.names.length > 0);
}
