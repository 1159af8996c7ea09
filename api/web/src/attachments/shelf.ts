/**
 * Files that wait, kept in the browser until they are sent: a reload, a crash or a night without
 * network loses none. Where the browser keeps nothing, they live as long as the page.
 */
import type { Pending } from "./pending";

const NAME = "zhiban-attachments";
const FILES = "files";
/** Everything but the content, so that a typed letter does not write megabytes. */
const WORDS = "words";

type Words = Omit<Pending, "file" | "state" | "share">;

let opened: Promise<IDBDatabase | null> | undefined;

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    try {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        for (const store of [FILES, WORDS]) asked.result.createObjectStore(store);
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null);
      asked.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

/** Run a change; false where the browser kept nothing of it. */
async function change(work: (files: IDBObjectStore, words: IDBObjectStore) => void): Promise<boolean> {
  const database = await open();
  if (!database) return false;
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction([FILES, WORDS], "readwrite");
      work(transaction.objectStore(FILES), transaction.objectStore(WORDS));
      transaction.oncomplete = () => resolve(true);
      transaction.onerror = transaction.onabort = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
}

const wordsOf = ({ file: _, state: __, share: ___, ...words }: Pending): Words => ({ ...words });

export const keepFile = (one: Pending) =>
  change((files, words) => {
    files.put(one.file, one.id);
    words.put(wordsOf(one), one.id);
  });
export const keepWords = (one: Pending) => change((_, words) => words.put(wordsOf(one), one.id));
export const letGo = (id: string) =>
  change((files, words) => {
    files.delete(id);
    words.delete(id);
  });

/** What an account had chosen before this page was loaded. */
export async function kept(account: string): Promise<Pending[]> {
  const database = await open();
  if (!database) return [];
  const transaction = database.transaction([FILES, WORDS], "readonly");
  const all = <T>(store: string) =>
    new Promise<Map<string, T>>((resolve) => {
      const found = new Map<string, T>();
      const cursor = transaction.objectStore(store).openCursor();
      cursor.onerror = () => resolve(found);
      cursor.onsuccess = () => {
        if (!cursor.result) return resolve(found);
        found.set(String(cursor.result.key), cursor.result.value as T);
        cursor.result.continue();
      };
    });
  const [files, words] = await Promise.all([all<Blob>(FILES), all<Words>(WORDS)]);
  return [...words.values()]
    .filter((one) => one.account === account && files.has(one.id))
    .map((one) => ({ ...one, file: files.get(one.id)!, state: "failed" as const, share: 0 }));
}
