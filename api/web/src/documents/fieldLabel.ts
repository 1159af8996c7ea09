/** The name of a field of a document in the reader's language, as far as the plan has it. */
import { fieldName, named } from "../incident/words";
import { hasWord, word } from "../messages";
import type { DocumentView, PlanDetail } from "../api/types";

export function fieldLabel(plan: PlanDetail | undefined, one: DocumentView["fields"][number]): string {
  const figure = plan?.facts.find((fact) => one.figure && fact.id === one.field);
  if (figure) return named(figure);
  const free = one.field.replace("document.free.", "");
  return hasWord("document.free", free) ? word("document.free", free) : fieldName(plan, one.label);
}
