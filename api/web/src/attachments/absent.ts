/** Which attachments a replayed record came without; asked for in a drill alone. */
import { reactive } from "vue";
import { drill } from "../drill/drill";
import { attachmentsOf } from "./attachmentsApi";

/** By incident and content; what is not listed yet has not been looked at. */
const absent = reactive(new Map<string, boolean>());
const asked = new Set<string>();

/** Whether the content is known not to be in the record. Asks where it is not known yet. */
export function isAbsent(incident: string, sha256: string): boolean {
  if (!drill.sign) return false;
  const key = `${incident} ${sha256}`;
  if (!absent.has(key) && !asked.has(key)) {
    asked.add(key);
    void look(incident);
  }
  return absent.get(key) ?? false;
}

const waiting = new Set<string>();
/** One question for all entries of a list that are drawn together. */
async function look(incident: string): Promise<void> {
  if (waiting.has(incident)) return;
  waiting.add(incident);
  await Promise.resolve();
  waiting.delete(incident);
  const page = await attachmentsOf(incident).catch(() => null);
  for (const one of page?.attachments ?? []) absent.set(`${incident} ${one.sha256}`, !one.in_record);
}
