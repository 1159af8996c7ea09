/**
 * Views from what is heard: changed parts, and changed lists in parts (`api/live/protocol/list_deltas.py`).
 *
 * Knows views and frames; knows nothing of sockets or screens. What was changed fits only
 * onto the version that it was changed from.
 */
import type { IncidentView, JournalEvent } from "../api/types";

export interface ListChange {
  gone: string[];
  put: [number, { id: string }][];
}

/** `from` is the version that the lists were changed from; the others are lists by name. */
export type Items = { from: number } & Record<string, number | ListChange>;

export interface EventFrame {
  cursor: number;
  event: JournalEvent;
  view: Partial<IncidentView>;
  items?: Items;
}

/** What was heard is not for the view that is held. */
export class OutOfStep extends Error {}

/** The view after a frame; the same one if the frame has nothing new for it. */
export function merged(held: IncidentView | undefined, frame: EventFrame): IncidentView | undefined {
  const { view: parts, items } = frame;
  if (parts.version === undefined || (held && parts.version <= held.version)) return held;
  if (parts.id !== undefined) return parts as IncidentView;
  if (!held || (items && items.from !== held.version)) throw new OutOfStep();
  const fresh: Record<string, unknown> = { ...held, ...parts };
  for (const [name, change] of Object.entries(items ?? {})) {
    if (typeof change !== "number") fresh[name] = changed(fresh[name], change);
  }
  return fresh as unknown as IncidentView;
}

function changed(before: unknown, { gone, put }: ListChange): { id: string }[] {
  const moved = new Set([...gone, ...put.map(([, one]) => one.id)]);
  const after = (before as { id: string }[]).filter((one) => !moved.has(one.id));
  for (const [place, one] of put) after.splice(place, 0, one);
  return after;
}

/**
 * Which entries of each incident have been heard. They are numbered without gaps: after one
 * that was missed, changed parts are of a view that nobody here has.
 */
export class Heard {
  private readonly last = new Map<string, number>();

  clear(): void {
    this.last.clear();
  }

  /** Take note of an entry; throws if one before it is missing. `held` has those up to its version. */
  note(held: IncidentView | undefined, frame: EventFrame): void {
    const { incident, seq } = frame.event;
    const known = Math.max(held?.version ?? 0, this.last.get(incident) ?? 0);
    this.last.set(incident, Math.max(seq, known));
    const whole = frame.view.id !== undefined;
    if (held && !whole && seq > known + 1) throw new OutOfStep();
  }
}
