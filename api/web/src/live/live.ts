/**
 * The websocket client: one socket for everything a screen needs.
 *
 * Knows frames, cursors, heartbeats and reconnecting; knows nothing of screens or of what an
 * incident is. It starts with a snapshot, resumes after its last cursor when the connection
 * comes back, starts afresh when what it heard does not fit what is held, and tells when what
 * is shown may be out of date: at once when the socket is closed, the network is gone or the
 * machine has slept, and as soon as a heartbeat is missed when the socket only seems open. It
 * gives such a socket up after a second heartbeat: one that is merely late is no reason for
 * every page of an office to connect anew.
 */
import { OutOfStep, type EventFrame } from "./deltas";
import { place } from "../api/place";
import type { ClockState, ContinuationState, DrillSign, DrillWords, IncidentView, StoreHealth, Watchdog } from "../api/types";

export type Connection = "connecting" | "live" | "silent" | "closed" | "refused";

export interface Hello {
  epoch: string | number;
  server_time: string;
  heartbeat_s: number;
  virtual_clock?: boolean;
  clock_speed?: number;
  [more: string]: unknown;
}

interface SnapshotPage {
  cursor: number;
  incidents: IncidentView[];
  page?: number;
  more?: boolean;
}

export interface Listener {
  connection(state: Connection): void;
  /** What is held is as the server had it at this instant: no later one may be vouched for. */
  seen(instant: string): void;
  time(server: string, hello?: Hello): void;
  /** Whether the server's own audit of its report ledgers is content. */
  watchdog(state: Watchdog): void;
  /** Whether the server's clock can be right. */
  clock(state: ClockState): void;
  /** Whether the server behind the socket can store anything. */
  store(state: StoreHealth): void;
  /** What is remembered of the server's chain. */
  chain?: { ask(): number | null; hear(frame: { type: string }): void };
  /** The server's chain has lost its end, which nobody has acknowledged; null if it has not. */
  continuation?(state: ContinuationState | null): void;
  /** How the live drill stands that the server plays; null where it plays none. */
  drill?(sign: DrillSign | null): void;
  /** Somebody who conducts or judges the drill wrote to the others. */
  drillWords?(words: DrillWords): void;
  snapshot(incidents: IncidentView[]): void;
  /** Throws `OutOfStep` if the frame does not fit what is held. */
  event(frame: EventFrame): void;
  /** Signed out (4401) or not allowed (4403): no use in trying again by itself. */
  refused(code: number): void;
}

/** The part of the browser that the client needs; tests give their own. */
export interface World {
  connect(url: string): WebSocket;
  random(): number;
  after(milliseconds: number, what: () => void): unknown;
  cancel(timer: unknown): void;
}

export const BROWSER: World = {
  connect: (url) => new WebSocket(url),
  random: Math.random,
  after: (milliseconds, what) => setTimeout(what, milliseconds),
  cancel: (timer) => clearTimeout(timer as number),
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const HELLO_WITHIN_MS = 10_000;
/** How late a heartbeat may come: half its period, at most so long. */
const LATE_MS = 1_000;
const NOT_SIGNED_IN = 4401;
const NOT_ALLOWED = 4403;
const RESYNC = 4409;

export class LiveClient {
  private socket: WebSocket | null = null;
  private cursor: number | null = null;
  private epoch: string | number | null = null;
  private heartbeatMs = 0;
  private failures = 0;
  private watchdog: unknown = null;
  /** The pages of a snapshot that is not whole yet. */
  private pages: IncidentView[] = [];
  /** What the server last said its time is, and up to when everything has been heard. */
  private told = "";
  private seen = "";
  /** Whether anything was heard since it was asked for. */
  private answered = false;
  private retry: unknown = null;
  private stopped = false;
  private state: Connection = "closed";
  /** What a wall says that it shows. */
  private shows: object | null = null;

  constructor(
    private readonly url: string,
    private readonly topics: string[],
    private readonly listener: Listener,
    private readonly token: string | null = null,
    private readonly language: () => string = () => "zh",
    private readonly world: World = BROWSER,
  ) {}

  start(): void {
    this.stopped = false;
    this.open();
  }

  stop(): void {
    this.stopped = true;
    this.world.cancel(this.retry);
    this.drop();
    this.become("closed");
  }

  /** Try at once, as when the network is said to be back or the page is looked at again. */
  nudge(): void {
    if (this.stopped || this.state === "refused") return;
    if (this.socket && this.socket.readyState <= 1 && this.state !== "silent") return;
    this.world.cancel(this.retry);
    this.open();
  }

  /** The network is gone: nothing more will be heard by this socket. */
  lost(): void {
    if (this.stopped || this.state === "refused") return;
    this.drop();
    this.become("closed");
    this.reconnect();
  }

  /** The machine has slept: what is held may be old, and whether the socket lives is unknown. */
  doubt(): void {
    if (this.stopped || this.state === "refused") return;
    this.become("silent");
    this.world.cancel(this.retry);
    this.open();
  }

  /** Forget where it stands: what comes next is a snapshot, as in another language. */
  afresh(): void {
    this.cursor = null;
    if (this.socket?.readyState === 1 && this.heartbeatMs > 0) this.subscribe();
  }

  /** A wall tells what it shows: now, and again with every heartbeat, so that it is known to be alive. */
  show(shows: object | null): void {
    this.shows = shows;
    if (this.socket?.readyState === 1 && this.heartbeatMs > 0) this.tell();
  }

  private tell(): void {
    if (this.shows) this.send({ type: "screen", shows: this.shows });
  }

  private open(): void {
    this.drop();
    if (this.state === "closed" && this.failures === 0) this.become("connecting");
    const socket = this.world.connect(this.url);
    this.socket = socket;
    this.watch(HELLO_WITHIN_MS, HELLO_WITHIN_MS);
    socket.onopen = () => {
      if (this.token) this.send({ type: "auth", token: this.token });
    };
    socket.onmessage = (message) => {
      if (this.socket === socket) this.receive(String(message.data));
    };
    socket.onclose = (closing) => {
      if (this.socket === socket) this.closed(closing.code);
    };
  }

  private receive(text: string): void {
    const frame = JSON.parse(text) as { type: string; [key: string]: unknown };
    if (frame.clock) this.listener.clock(frame.clock as ClockState);
    if (frame.watchdog) this.listener.watchdog(frame.watchdog as Watchdog);
    if (frame.store) this.listener.store(frame.store as StoreHealth);
    if (frame.continuation !== undefined) this.listener.continuation?.(frame.continuation as ContinuationState | null);
    this.listener.chain?.hear(frame);
    if (frame.type === "drill") this.listener.time(frame.server_time as string, frame as unknown as Hello);
    if (frame.type === "drill_message") this.listener.drillWords?.(frame.message as DrillWords);
    if (frame.drill !== undefined) this.listener.drill?.(frame.drill as DrillSign | null);
    switch (frame.type) {
      case "hello":
        this.hello(frame as unknown as Hello);
        break;
      case "snapshot":
        this.page(frame as unknown as SnapshotPage);
        break;
      case "event":
        this.event(frame as unknown as EventFrame);
        break;
      case "heartbeat":
        this.heartbeat(frame.cursor as number, frame.server_time as string, frame.store as StoreHealth | undefined);
        break;
      case "resync":
        this.afresh();
        break;
    }
    this.alive();
  }

  /** A snapshot is taken as a whole, with its last page. */
  private page(frame: SnapshotPage): void {
    if (!frame.page) this.pages = [];
    this.pages.push(...frame.incidents);
    if (frame.more) return;
    this.cursor = frame.cursor;
    this.listener.snapshot(this.pages);
    this.pages = [];
    this.answered = true;
    this.vouch(this.told, "");
  }

  private event(frame: EventFrame): void {
    // Before a snapshot there is nothing that an event could be put upon.
    if (this.cursor === null) return;
    try {
      this.listener.event(frame);
      this.cursor = frame.cursor;
      this.answered = true;
      this.vouch(frame.event.recorded_at);
    } catch (problem) {
      if (!(problem instanceof OutOfStep)) throw problem;
      this.afresh();
    }
  }

  private heartbeat(cursor: number, server: string, store?: StoreHealth): void {
    this.told = server;
    this.listener.time(server);
    this.tell();
    // A server that cannot reach its database knows nothing of what others enter.
    if (this.cursor === null || store?.well === false) return;
    // One that was sent before the server read what is wanted says nothing of what was missed.
    if (this.answered || cursor <= this.cursor) this.vouch(server);
    this.answered = true;
  }

  /** Everything up to this instant has been heard; of two instants the later one holds. */
  private vouch(until: string, before = this.seen): void {
    this.seen = Date.parse(until) < Date.parse(before) ? before : until;
    this.listener.seen(this.seen);
  }

  private hello(hello: Hello): void {
    this.told = hello.server_time;
    this.heartbeatMs = hello.heartbeat_s * 1000;
    // A cursor is worth nothing without the epoch it was counted in.
    if (this.epoch !== hello.epoch) this.cursor = null;
    this.epoch = hello.epoch;
    this.failures = 0;
    this.listener.time(hello.server_time, hello);
    this.subscribe();
  }

  private subscribe(): void {
    const resume = this.cursor === null ? {} : { after: this.cursor, epoch: this.epoch };
    const language = this.language();
    this.answered = false;
    const position = this.listener.chain?.ask() ?? null;
    const seen = position === null ? {} : { seen: position };
    this.send({ type: "subscribe", topics: this.topics, deltas: true, language, ...resume, ...seen });
    this.tell();
  }

  private alive(): void {
    if (this.heartbeatMs === 0) return;
    this.become("live");
    this.watch(this.heartbeatMs + Math.min(LATE_MS, this.heartbeatMs / 2), 2 * this.heartbeatMs);
  }

  /** After so much silence the screen may be out of date; after so much more the socket is given up. */
  private watch(silent: number, dead: number): void {
    this.world.cancel(this.watchdog);
    this.watchdog = this.world.after(silent, () => {
      this.become("silent");
      this.watchdog = this.world.after(dead - silent, () => this.reconnect());
    });
  }

  private closed(code: number): void {
    this.drop();
    if (code === NOT_SIGNED_IN || code === NOT_ALLOWED) {
      this.become("refused");
      this.listener.refused(code);
      return;
    }
    if (code === RESYNC) this.cursor = null;
    this.become("closed");
    this.reconnect();
  }

  private reconnect(): void {
    if (this.stopped) return;
    this.drop();
    const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.failures += 1;
    this.world.cancel(this.retry);
    this.retry = this.world.after(most * (0.5 + this.world.random() / 2), () => this.open());
  }

  private drop(): void {
    this.world.cancel(this.watchdog);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private send(frame: object): void {
    this.socket?.send(JSON.stringify(frame));
  }

  private become(state: Connection): void {
    if (this.state === state) return;
    this.state = state;
    this.listener.connection(state);
  }
}

/** The address of the live socket beside the page. */
export function liveUrl(page: string = document.baseURI): string {
  const url = new URL(place("/api/live", page), page);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  return url.href;
}
