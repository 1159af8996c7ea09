/** What stands in the window for a new incident, and the request that it makes. */
import { reactive } from "vue";
import { ZONE, serverNow, virtual } from "../time/clock";
import { fromField, toField } from "../time/countdown";
import type { Caller } from "./CallerFields.vue";

export interface OpeningForm {
  kind: string;
  /** A plan without a kind, chosen where no kind fits; empty otherwise. */
  plan: string;
  title: string;
  /** Somebody wrote the title: it is not suggested any more. */
  titled: boolean;
  occurred_at: string;
  received_at: string;
  division: string;
  place: string;
  exercise: boolean;
  source: string;
  caller: Caller;
}

export const blank = (): OpeningForm => {
  const present = toField(serverNow(), ZONE);
  return {
    kind: "",
    plan: "",
    title: "",
    titled: false,
    occurred_at: present,
    received_at: present,
    division: "",
    place: "",
    exercise: virtual.plays,
    source: "",
    caller: { post: "", name: "", phone: "" },
  };
};

export const newForm = () => reactive(blank());

/** The request for opening; `source` is who called, where nobody wrote another. */
export function request(form: OpeningForm, facts: Record<string, unknown>, source: string): Record<string, unknown> {
  const { kind, plan, title, division, place, exercise, caller } = form;
  const told = Object.values(caller).some((part) => part.trim());
  return {
    ...(kind ? { kind } : { plan }),
    title,
    occurred_at: fromField(form.occurred_at, ZONE),
    received_at: fromField(form.received_at, ZONE),
    division,
    place,
    exercise,
    facts,
    source: form.source || source,
    ...(told ? { caller: { ...caller } } : {}),
  };
}

/** What is known so far, for a preview: nothing empty goes out. */
export function soFar(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== "" && value !== null));
}
