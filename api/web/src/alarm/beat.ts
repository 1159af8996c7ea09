/** A beat each second that a tab in the background feels as well. */
export function beat(what: () => void): () => void {
  try {
    const worker = new Worker(new URL("./beat.worker.ts", import.meta.url), { type: "module" });
    let own: ReturnType<typeof setInterval> | null = null;
    worker.onmessage = what;
    // A worker that cannot be loaded leaves the page's own timer.
    worker.onerror = () => (own ??= setInterval(what, 1000));
    return () => {
      worker.terminate();
      if (own) clearInterval(own);
    };
  } catch {
    const own = setInterval(what, 1000);
    return () => clearInterval(own);
  }
}
