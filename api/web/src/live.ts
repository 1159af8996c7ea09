/**
 * The websocket client: one socket for everything a screen needs.
 *
 * Knows frames, cursors, heartbeats and reconnecting; knows nothing of screens or of what an
 * incident is. It starts with a snapshot, resumes after its last cursor when the connection
 * comes back, starts afresh when what it heard does not fit what is held, and tells when what is shown may be out of date: at once when the socket is
 * closed, and after two heartbeats of silence when it only seems open.
 */
import { OutOfStep, type EventFrame } from "./deltas";
import type { IncidentView, Watchdog } from "./types";

export type Connection = "connecting" | "live" | "silent" | "closed" | "refused";

export interface Hello {
  epoch: string | number;
  server_time: string;
  heartbeat_s: number;
  virtual_clock?: boolean;
  clock_speed?: number;
  [more: string]: unknown;
}

export interface Listener {
  connection(state: Connection): void;
  /** What is held is as the server had it at this instant: no later one may be vouched for. */
  seen(instant: string): void;
  time(server: string, hello?: Hello): void;
  /** Whether the server's own audit of its report ledgers is content. */
  watchdog(state: Watchdog): void;
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
  /** What the server last said its time is, and up to when everything has been heard. */
  private told = "";
  private seen = "";
  /** Whether anything was heard since it was asked for. */
  private answered = false;
  private retry: unknown = null;
  private stopped = false;
  private state: Connection = "closed";

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

  /** Forget where it stands: what comes next is a snapshot, as in another language. */
  afresh(): void {
    this.cursor = null;
    if (this.socket?.readyState === 1 && this.heartbeatMs > 0) this.subscribe();
  }

  private open(): void {
    this.drop();
    if (this.state === "closed" && this.failures === 0) this.become("connecting");
    const socket = this.world.connect(this.url);
    this.socket = socket;
    this.watch(HELLO_WITHIN_MS);
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
    if (frame.watchdog) this.listener.watchdog(frame.watchdog as Watchdog);
    switch (frame.type) {
      case "hello":
        this.hello(frame as unknown as Hello);
        break;
      case "snapshot":
        this.cursor = frame.cursor as number;
        this.listener.snapshot(frame.incidents as IncidentView[]);
        this.answered = true;
        this.vouch(this.told, "");
        break;
      case "event":
        this.event(frame as unknown as EventFrame);
        break;
      case "heartbeat":
        this.heartbeat(frame.cursor as number, frame.server_time as string);
        break;
      case "resync":
        this.afresh();
        break;
    }
    this.alive();
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

  private heartbeat(cursor: number, server: string): void {
    this.told = server;
    this.listener.time(server);
    if (this.cursor === null) return;
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
    this.send({ type: "subscribe", topics: this.topics, deltas: true, language, ...resume });
  }

  private alive(): void {
    if (this.heartbeatMs === 0) return;
    this.become("live");
    this.watch(2 * this.heartbeatMs);
  }

  /** Silence for so long means that the screen may be out of date. */
  private watch(milliseconds: number): void {
    this.world.cancel(this.watchdog);
    this.watchdog = this.world.after(milliseconds, () => {
      this.become("silent");
      this.reconnect();
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
export function liveUrl(place: Location = location): string {
  const url = new URL("/api/live", place.href);
  url.protocol = place.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  return url.href;
}
