/** Where an incident stands, in words: a level in force, or what came before or after it. */
import { t } from "../messages";
import type { IncidentView } from "../api/types";

/** "未启动响应" only where there never was one: an ended response says that it has ended. */
export function placeWords(view: IncidentView): string {
  if (view.level) return view.place_name;
  if (view.stage === "ended" || view.stage === "closed") return t(`stage.${view.stage}`);
  return view.stage === "warning" ? view.place_name : t("incident.no_level");
}
