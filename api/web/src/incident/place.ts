/** Where an incident stands and where it happened, in words. */
import { t } from "../messages";
import type { IncidentView } from "../api/types";

/**
 * A level in force, or what came before or after it.
 * "未启动响应" only where there never was one: an ended response says that it has ended.
 */
export function placeWords(view: IncidentView): string {
  if (view.level) return view.place_name;
  if (view.stage === "ended" || view.stage === "closed") return t(`stage.${view.stage}`);
  return view.stage === "warning" ? view.place_name : t("incident.no_level");
}

/** The county and the spot as the caller named it, which may begin with the county. */
export function whereWords({ division_name: division, place }: Pick<IncidentView, "division_name" | "place">): string {
  return place.startsWith(division) ? place : `${division} ${place}`.trim();
}

/** Who told the desk, and the number to call back; empty where nobody said, or where it is not for this account. */
export function callerWords(caller: IncidentView["caller"]): string {
  if (!caller) return "";
  return [caller.post, caller.name, caller.phone && `☏ ${caller.phone}`].filter(Boolean).join(" ");
}
