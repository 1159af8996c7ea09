/** All calls of an incident, however many: its view holds only those that matter now. */
import { api } from "../api/api";
import type { ListedCall } from "../api/types";

export async function readRecord(incident: string): Promise<ListedCall[]> {
  const found: ListedCall[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: ListedCall[]; next: string | null } = await api.callsPage({ incident, limit: "200", ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
