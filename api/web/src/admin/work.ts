/** What the one window about an account is open for. */
import type { Account } from "../api/types";

export interface Work {
  kind: "create" | "roles" | "password" | "disable" | "enable";
  /** Whom it is about; absent for a new account. */
  account?: Account;
}
