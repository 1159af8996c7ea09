/**
 * The one layer of windows: which stand open, the last one on top. Back closes the top one, as
 * Esc does, wherever the page was opened from: an open window has an entry of its own in the
 * browser's history, of the same address as the page below it.
 */
import { onScopeDispose, watch, type Ref } from "vue";

export interface Layered {
  /** Close, or ask first; whether it closes. */
  leave: () => boolean;
}

/** What of the browser the layer needs. */
export interface Browser {
  state: () => unknown;
  address: () => string;
  push: (state: unknown) => void;
  back: () => void;
}

/** The mark of a window's entry, beside what vue-router keeps in it. */
const MARK = "zhibanWindow";
const isMarked = (state: unknown) => Boolean((state as Record<string, unknown> | null)?.[MARK]);

export class Layer {
  private readonly open: Layered[] = [];
  private marked: boolean;
  private address: string;

  constructor(private readonly browser: Browser) {
    this.marked = isMarked(browser.state());
    this.address = browser.address();
  }

  add(window: Layered): void {
    this.open.push(window);
    this.mark();
  }

  /** The window is closed. Its entry stays, for the next window; Back passes over it. */
  remove(window: Layered): void {
    const at = this.open.indexOf(window);
    if (at >= 0) this.open.splice(at, 1);
  }

  /** The page shows another address: whose entry it is. */
  moved(): void {
    this.marked = isMarked(this.browser.state());
    this.address = this.browser.address();
  }

  /** The browser went through its history; true if that was about a window, and no way to another page. */
  popped(state: unknown): boolean {
    const left = this.marked;
    this.marked = isMarked(state);
    if (!left || this.marked || this.browser.address() !== this.address) return false;
    const top = this.open.at(-1);
    if (!top) {
      this.browser.back();
      return true;
    }
    if (top.leave()) this.remove(top);
    if (this.open.length) this.mark();
    return true;
  }

  private mark(): void {
    if (this.marked) return;
    this.browser.push({ ...(this.browser.state() as object | null), [MARK]: true });
    this.marked = true;
    this.address = this.browser.address();
  }
}

let layer: Layer | null = null;

/** To be called before the router listens: what is about a window does not reach it. */
export function layWindows(): Layer {
  layer = new Layer({
    state: () => history.state,
    address: () => location.href,
    push: (state) => history.pushState(state, ""),
    back: () => history.back(),
  });
  window.addEventListener("popstate", (event) => layer!.popped(event.state) && event.stopImmediatePropagation(), true);
  return layer;
}

/** While `open`, a window of the layer; `leave` closes it or asks. */
export function useLayer(open: Ref<boolean>, leave: () => boolean): void {
  const own = { leave };
  watch(open, (is) => (is ? layer?.add(own) : layer?.remove(own)), { immediate: true, flush: "sync" });
  onScopeDispose(() => layer?.remove(own));
}
