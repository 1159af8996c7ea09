/** A file that is chosen and not yet sent, with what was said about it. */
export interface Pending {
  id: string;
  incident: string;
  /** Who chose it: a file of one account is not shown to another on the same machine. */
  account: string;
  file: Blob;
  name: string;
  note: string;
  belongsTo: number | null;
  keepPosition: boolean;
  /** The Idempotency-Key; another one once the words have changed after a refusal. */
  key: string;
  state: "chosen" | "sending" | "failed";
  /** 0 to 1. */
  share: number;
  /** Why it failed, in words. */
  why: string;
  /** Nobody knows whether it arrived: the words stand until it is sent again. */
  lost: boolean;
}

export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** What is wrong with a file before it is sent; empty if nothing is. */
export function tooLarge(size: number, most: number): boolean {
  return size > most;
}

/** "3.2 MB", "120 KB", as the journal says it. */
export function sizeWords(size: number): string {
  const kib = 1024;
  return size < kib * kib ? `${Math.max(1, Math.round(size / kib))} KB` : `${(size / kib / kib).toFixed(1)} MB`;
}

/** Files of a paste or a drop; a picture that is pasted has a name that says nothing. */
export function filesOf(data: DataTransfer | null, now: Date): File[] {
  const stamp = now.toISOString().replace(/[-:]/g, "").slice(0, 15);
  return [...(data?.files ?? [])].map((file, index) =>
    /^(image|blob)\.\w+$/.test(file.name) ? new File([file], `${stamp}-${index + 1}.${file.name.split(".").pop()}`, { type: file.type }) : file,
  );
}
