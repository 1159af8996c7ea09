/** What a file holds beside the forms, in words: names for ids, times as people read them. Pure. */
import { hasWord, t, word } from "../messages";
import { showTime } from "../time/clock";

const PLACES = ["scenario.command_field", "scenario.field", "scenario.filter"];

/** A field by its name. */
export function keptName(key: string): string {
  const place = PLACES.find((one) => hasWord(one, key));
  return place ? word(place, key) : t("scenario.other_field");
}

/** What entries hold, by its name. */
export const entryName = (key: string): string => (hasWord("scenario.filter", key) ? word("scenario.filter", key) : keptName(key));

/** A value in words; `named` gives the name of an id, or nothing. */
export function keptWords(value: unknown, named: (id: string) => string | undefined): string {
  if (typeof value === "boolean") return t(value ? "scenario.yes" : "scenario.no");
  if (Array.isArray(value)) return value.map((one) => keptWords(one, named)).join(t("common.list_comma"));
  if (value && typeof value === "object")
    return Object.entries(value)
      .map(([key, one]) => `${named(key) ?? keptName(key)} ${keptWords(one, named)}`)
      .join(t("common.list_comma"));
  const plain = String(value ?? "");
  if (/^\d{4}-\d\d-\d\dT/.test(plain)) return showTime(plain);
  return named(plain) ?? plain;
}
