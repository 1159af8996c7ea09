/** A file as the server takes it. Pure. */

/** What fits a request; larger sheets are read on the server itself. */
export const LARGEST_BYTES = 700_000;
/** So many bytes at once become characters: a call has only so many arguments. */
const PART = 0x8000;

export function base64(content: ArrayBuffer): string {
  const bytes = new Uint8Array(content);
  let text = "";
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(text);
}
