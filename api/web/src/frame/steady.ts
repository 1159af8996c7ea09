/**
 * A press acts on what the person has looked at. Rows of a live list move when something happens
 * elsewhere; a row that has just moved takes no press, and the page says so.
 *
 * `v-steady` on the list, `data-row` with the id of what is acted on at each row.
 */
import { type Directive, shallowRef } from "vue";
import { t } from "../messages";
import { warn } from "./toast";

/** How long a row stands still before it takes a press: somebody who aims at it has seen it. */
export const REST_MS = 700;
/** What moves less than this is still under the same finger. */
const SAME_PLACE_PX = 6;

export interface Place {
  /** On the screen, in pixels. */
  top: number;
  /** How far what holds the row is scrolled, in pixels. */
  scroll: number;
}

/** Which rows have just moved. Pure: places and times are given. */
export class Rest {
  private rows = new Map<string, { place: Place; moved: number }>();
  private begun = false;

  /** Where the rows stand now. A row that comes where another has gone or moved has moved too. */
  look(places: Map<string, Place>, now: number): void {
    const gone = [...this.rows.keys()].some((row) => !places.has(row));
    const shifted = [...places].some(([row, place]) => this.isElsewhere(row, place));
    const rows = new Map<string, { place: Place; moved: number }>();
    for (const [row, place] of places) {
      const known = this.rows.get(row);
      const displaced = known ? this.isElsewhere(row, place) : this.begun && (gone || shifted);
      rows.set(row, { place, moved: displaced ? now : (known?.moved ?? -Infinity) });
    }
    this.rows = rows;
    this.begun = true;
  }

  hasMoved = (row: string, now: number) => now - (this.rows.get(row)?.moved ?? -Infinity) < REST_MS;

  /** Neither on the screen nor on the page where it was: who scrolls has seen the rows go by. */
  private isElsewhere(row: string, { top, scroll }: Place): boolean {
    const known = this.rows.get(row)?.place;
    const apart = (a: number, b: number) => Math.abs(a - b) > SAME_PLACE_PX;
    return known !== undefined && apart(known.top, top) && apart(known.top + known.scroll, top + scroll);
  }
}

const rowsOf = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>("[data-row]")];

function placesOf(list: HTMLElement): Map<string, Place> {
  let scroll = 0;
  for (let one: HTMLElement | null = list; one; one = one.parentElement) scroll += one.scrollTop;
  return new Map(rowsOf(list).map((row) => [row.dataset.row!, { top: row.getBoundingClientRect().top, scroll }]));
}

const lists = new Map<HTMLElement, Rest>();
let asked = 0;

function look(list: HTMLElement, rest: Rest): void {
  const now = performance.now();
  rest.look(placesOf(list), now);
  const moved = rowsOf(list).filter((row) => rest.hasMoved(row.dataset.row!, now));
  for (const row of rowsOf(list)) row.toggleAttribute("data-moved", moved.includes(row));
  if (moved.length) window.setTimeout(lookAgain, REST_MS);
}

/** Once a frame, whatever changed on the page: what stands above a list moves it too. */
function lookAgain(): void {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    for (const [list, rest] of lists) look(list, rest);
  });
}

const changes = typeof MutationObserver === "undefined" ? null : new MutationObserver(lookAgain);

function onPress(event: MouseEvent): void {
  const list = event.currentTarget as HTMLElement;
  const row = (event.target as Element).closest<HTMLElement>("[data-row]");
  // A key acts on what has the focus, which goes where the row goes.
  if (!row || event.detail === 0 || !(event.target as Element).closest("button, a, label, summary")) return;
  const rest = lists.get(list)!;
  look(list, rest);
  if (!rest.hasMoved(row.dataset.row!, performance.now())) return;
  event.preventDefault();
  event.stopPropagation();
  warn(t("steady.moved"));
}

export const vSteady: Directive<HTMLElement> = {
  mounted(list) {
    if (!lists.size) {
      changes?.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["class", "style", "hidden", "open"] });
      window.addEventListener("resize", lookAgain);
    }
    const rest = new Rest();
    lists.set(list, rest);
    look(list, rest);
    list.addEventListener("click", onPress, true);
  },
  beforeUnmount(list) {
    list.removeEventListener("click", onPress, true);
    lists.delete(list);
    if (lists.size) return;
    changes?.disconnect();
    window.removeEventListener("resize", lookAgain);
  },
};

/** How long a pointer that lies still keeps an order: who has gone for coffee looks at nothing. */
const ATTENTION_MS = 10_000;

/**
 * The order of a list stays as it is while somebody has the pointer or the focus in it, until
 * `ATTENTION_MS` after the last move. `present` gives the order that would be shown otherwise.
 */
export function useHeldOrder<Order>(present: () => Order) {
  const order = shallowRef<Order | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What one has pressed oneself changes the order, and that has to be seen. */
  let acting = false;
  const release = () => {
    clearTimeout(timer);
    order.value = null;
  };
  const hold = () => {
    if (acting) return;
    clearTimeout(timer);
    timer = setTimeout(release, ATTENTION_MS);
    order.value ??= present();
  };
  const act = () => {
    release();
    acting = true;
  };
  const answered = () => {
    acting = false;
  };
  return { order, hold, release, act, answered };
}
