/** Wait for a press to end: what moves the page under it would make the click miss its button. */

let down = false;
const ENDS = ["pointerup", "pointercancel"] as const;

window.addEventListener("pointerdown", () => (down = true), true);
for (const end of ENDS) window.addEventListener(end, () => (down = false), true);

/** Do `act` now, or as soon as the present press and its click are over. */
export function afterPress(act: () => void): void {
  if (!down) return act();
  const stop = new AbortController();
  const later = () => {
    stop.abort();
    setTimeout(act);
  };
  for (const end of ENDS) window.addEventListener(end, later, { signal: stop.signal });
}
