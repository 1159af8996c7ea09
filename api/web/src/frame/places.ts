/** The places of the bar, in order: what exists. */
import type { Key } from "../messages";

export interface Place {
  to: string;
  label: Key;
  testid: string;
  /** The names of the pages (router.ts) that belong to it. */
  screens: string[];
  /** Only for who may read what was changed on the server. */
  overseer?: boolean;
}

export const places: Place[] = [
  { to: "#/", label: "nav.incidents", testid: "incidents", screens: ["list", "incident"] },
  { to: "#/contacts", label: "nav.contacts", testid: "contacts", screens: ["contacts"] },
  { to: "#/roster", label: "nav.roster", testid: "roster", screens: ["roster"] },
  { to: "#/punctuality", label: "nav.punctuality", testid: "punctuality", screens: ["punctuality"] },
  { to: "#/wall", label: "nav.wall", testid: "wall", screens: ["wall"] },
  { to: "#/plans", label: "nav.plans", testid: "plans", screens: ["plans"] },
  { to: "#/admin", label: "nav.admin", testid: "admin", screens: ["admin"], overseer: true },
];
