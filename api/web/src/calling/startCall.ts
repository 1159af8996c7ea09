/** The window in which the desk has somebody called. */
import { shallowRef } from "vue";
import { incidents, session } from "../live/store";
import { atDesk } from "../orders/powers";
import type { Ringing } from "./calls";

export interface StartRequest {
  /** Id of the incident that it is about; null for none. */
  incident: string | null;
  /** Why, as far as it is known. */
  reason?: string;
}

export const starting = shallowRef<StartRequest | null>(null);
export const startCall = (request: StartRequest): void => void (starting.value = request);

/** Whether the account has people called, and enters that it has reached them. */
export function mayCallFor(incident: string | null): boolean {
  const view = incident === null ? undefined : incidents.get(incident);
  return view ? atDesk(view) : session.roles.includes("duty_officer");
}
export const mayCall = ({ incident }: Ringing): boolean => mayCallFor(incident);
