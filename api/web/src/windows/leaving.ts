/** Windows with typed text: each is asked before the page under it is left. */

type Asked = () => boolean;
const open = new Set<Asked>();

/** `may` says whether the window may go at once; if not, it asks the officer itself. */
export function askBeforeLeaving(may: Asked): () => void {
  open.add(may);
  return () => void open.delete(may);
}

/** Whether the page may be left; every window that holds text asks. */
export function mayLeave(): boolean {
  return [...open].map((may) => may()).every(Boolean);
}

/** Whether a window stands open; Element Plus leaves those that are closed in the page, unseen. */
export function windowOpen(): boolean {
  return [...document.querySelectorAll("[role=dialog]")].some((one) => one.getClientRects().length > 0);
}
