import { beforeEach, describe, expect, it } from "vitest";
import { OutOfStep } from "./deltas";
import { LiveClient, type Connection, type Listener, type World } from "./live";

class FakeSocket {
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((closing: { code: number }) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  ends(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/** A browser in which time passes only when told. */
class FakeWorld implements World {
  sockets: FakeSocket[] = [];
  now = 0;
  private timers: { at: number; what: () => void }[] = [];

  connect(): WebSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  }
  random = () => 1;
  after(milliseconds: number, what: () => void): unknown {
    const timer = { at: this.now + milliseconds, what };
    this.timers.push(timer);
    return timer;
  }
  cancel(timer: unknown): void {
    this.timers = this.timers.filter((one) => one !== timer);
  }
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const next = this.timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.now = next.at;
      this.cancel(next);
      next.what();
    }
    this.now = end;
  }
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }
}

const HELLO = { type: "hello", epoch: "e1", server_time: "2026-11-23T00:00:00Z", heartbeat_s: 5 };
let world: FakeWorld;
let states: Connection[];
let heard: unknown[];
let client: LiveClient;
let spoken = "zh";
let seen = "";
const SUBSCRIBE = { type: "subscribe", topics: ["incidents"], deltas: true, language: "zh" };

function make(token: string | null = null): LiveClient {
  const listener: Listener = {
    connection: (state) => states.push(state),
    time: () => undefined,
    seen: (instant) => (seen = instant),
    watchdog: (state) => heard.push({ watchdog: state }),
    clock: (state) => heard.push({ clock: state }),
    store: (state) => heard.push({ store: state }),
    snapshot: (incidents) => heard.push({ snapshot: incidents.length }),
    event: ({ event }) => {
      if (event.seq > 100) throw new OutOfStep();
      heard.push({ event: event.seq });
    },
    refused: (code) => heard.push({ refused: code }),
  };
  return new LiveClient("ws://desk/api/live", ["incidents"], listener, token, () => spoken, world);
}

function connect(): void {
  client.start();
  world.socket.opens();
  world.socket.says(HELLO);
  world.socket.says({ type: "snapshot", cursor: 7, incidents: [] });
}

beforeEach(() => {
  world = new FakeWorld();
  states = [];
  heard = [];
  spoken = "zh";
  seen = "";
  client = make();
});

describe("connecting", () => {
  it("subscribes after hello and starts with a snapshot", () => {
    connect();
    expect(world.socket.sent).toEqual([SUBSCRIBE]);
    expect(heard).toEqual([{ snapshot: 0 }]);
    expect(states).toEqual(["connecting", "live"]);
  });

  it("shows its token first on a wall screen", () => {
    client = make("secret");
    connect();
    expect(world.socket.sent[0]).toEqual({ type: "auth", token: "secret" });
  });

  it("does not try again where it is not let in", () => {
    client.start();
    world.socket.ends(4401);
    world.pass(60_000);
    expect(heard).toEqual([{ refused: 4401 }]);
    expect(states.at(-1)).toBe("refused");
    expect(world.sockets).toHaveLength(1);
  });
});

describe("starting afresh", () => {
  beforeEach(connect);
  const tooFar = { type: "event", cursor: 9, event: { seq: 101 }, view: {} };

  it("is what follows on an event that does not fit, and nothing is heard until the snapshot", () => {
    world.socket.says(tooFar);
    expect(world.socket.sent).toEqual([SUBSCRIBE, SUBSCRIBE]);
    world.socket.says({ ...tooFar, cursor: 10, event: { seq: 2 } });
    expect(heard).toEqual([{ snapshot: 0 }]);
    world.socket.says({ type: "snapshot", cursor: 10, incidents: [] });
    world.socket.says({ ...tooFar, cursor: 11, event: { seq: 3 } });
    expect(heard).toEqual([{ snapshot: 0 }, { snapshot: 0 }, { event: 3 }]);
  });

  it("lasts over a connection that breaks before the snapshot", () => {
    world.socket.says(tooFar);
    world.socket.ends(1006);
    world.pass(500);
    world.socket.says(HELLO);
    expect(world.socket.sent).toEqual([SUBSCRIBE]);
  });

  it("asks for the language of the page", () => {
    spoken = "en";
    client.afresh();
    expect(world.socket.sent.at(-1)).toEqual({ ...SUBSCRIBE, language: "en" });
  });

  it("waits for hello where there is no connection yet", () => {
    world.socket.ends(1006);
    spoken = "en";
    client.afresh();
    world.pass(500);
    expect(world.socket.sent).toEqual([]);
    world.socket.says(HELLO);
    expect(world.socket.sent).toEqual([{ ...SUBSCRIBE, language: "en" }]);
  });
});

describe("staleness", () => {
  beforeEach(connect);

  it("is told as soon as a heartbeat is missed", () => {
    world.pass(5_999);
    expect(states.at(-1)).toBe("live");
    world.pass(1);
    expect(states.at(-1)).toBe("silent");
  });

  it("is over when the late heartbeat comes, by the same socket", () => {
    world.pass(7_000);
    world.socket.says({ type: "heartbeat", cursor: 7, server_time: "2026-11-23T00:00:07Z" });
    expect(states.at(-1)).toBe("live");
    expect(world.sockets).toHaveLength(1);
  });

  it("lasts until another socket answers when a second heartbeat is missed", () => {
    world.pass(10_000);
    world.pass(500);
    expect(world.sockets).toHaveLength(2);
    expect(states.at(-1)).toBe("silent");
    world.socket.says(HELLO);
    expect(states.at(-1)).toBe("live");
  });

  it("is told at once when the network is gone, and it tries again by itself", () => {
    client.lost();
    expect(states.at(-1)).toBe("closed");
    world.pass(500);
    expect(world.sockets).toHaveLength(2);
  });

  it("is told at once after sleep, until the server answers anew", () => {
    const before = world.socket;
    client.doubt();
    expect(states.at(-1)).toBe("silent");
    before.says({ type: "heartbeat", cursor: 7, server_time: "2026-11-23T00:00:05Z" });
    expect(states.at(-1)).toBe("silent");
    world.socket.says(HELLO);
    expect(states.at(-1)).toBe("live");
    expect(world.socket.sent.at(-1)).toEqual({ ...SUBSCRIBE, after: 7, epoch: "e1" });
  });

  it("is not told by a page that has stopped, or was turned away", () => {
    client.stop();
    client.lost();
    client.doubt();
    expect(states.at(-1)).toBe("closed");
    expect(world.sockets).toHaveLength(1);
  });

  it("is not told while heartbeats come", () => {
    for (let beat = 0; beat < 20; beat += 1) {
      world.pass(5_000);
      world.socket.says({ type: "heartbeat", cursor: 7, server_time: "2026-11-23T00:00:05Z" });
    }
    expect(states.at(-1)).toBe("live");
    expect(world.sockets).toHaveLength(1);
  });

  it("is told at once when the socket is closed", () => {
    world.socket.ends(1006);
    expect(states.at(-1)).toBe("closed");
  });

  it("ends when data flows again, not when a socket opens", () => {
    world.socket.ends(1006);
    world.pass(500);
    world.socket.opens();
    expect(states.at(-1)).toBe("closed");
    world.socket.says(HELLO);
    expect(states.at(-1)).toBe("live");
  });
});

describe("what is shown", () => {
  const clock = (seconds: number) => `2026-11-23T00:00:${String(seconds).padStart(2, "0")}Z`;
  const beat = (seconds: number, cursor: number) =>
    world.socket.says({ type: "heartbeat", cursor, server_time: clock(seconds) });
  const entry = (seconds: number, cursor: number, seq = 1) =>
    world.socket.says({ type: "event", cursor, event: { seq, recorded_at: clock(seconds) }, view: {} });

  function comesBack(seconds: number, epoch = "e1"): void {
    world.socket.ends(1006);
    world.pass(500);
    world.socket.says({ ...HELLO, epoch, server_time: clock(seconds) });
  }

  beforeEach(connect);

  it("is as of what was heard last, and not of when its silence was noticed", () => {
    expect(seen).toBe(clock(0));
    beat(5, 7);
    expect(seen).toBe(clock(5));
    entry(7, 8);
    world.pass(10_000);
    expect(states.at(-1)).toBe("silent");
    expect(seen).toBe(clock(7));
  });

  it("does not grow older by an entry that was told late", () => {
    beat(5, 7);
    entry(4, 8);
    expect(seen).toBe(clock(5));
  });

  it("is not newer for a connection that brought nothing of what was missed", () => {
    beat(5, 7);
    comesBack(40);
    expect(seen).toBe(clock(5));
    beat(41, 9); // sent before the server knew what is wanted
    expect(seen).toBe(clock(5));
    entry(20, 8);
    expect(seen).toBe(clock(20));
    entry(30, 9);
    beat(45, 9);
    expect(seen).toBe(clock(45));
  });

  it("is as new as the first heartbeat where nothing was missed", () => {
    comesBack(40);
    beat(41, 7);
    expect(seen).toBe(clock(41));
  });

  it("is not vouched for while an entry that did not fit is mended", () => {
    entry(3, 9, 101);
    beat(5, 9);
    expect(seen).toBe(clock(0));
    world.socket.says({ type: "snapshot", cursor: 9, incidents: [] });
    expect(seen).toBe(clock(5));
  });

  it("follows a server whose clock begins anew", () => {
    beat(50, 7);
    comesBack(10, "e2");
    expect(seen).toBe(clock(50));
    world.socket.says({ type: "snapshot", cursor: 1, incidents: [] });
    expect(seen).toBe(clock(10));
  });
});

describe("the server's own audit", () => {
  const wrong = { well: false, silent: false, differences: 2 };

  it("is heard with hello and with every heartbeat", () => {
    client.start();
    world.socket.says({ ...HELLO, watchdog: wrong });
    const silent = { ...wrong, silent: true };
    world.socket.says({ type: "heartbeat", cursor: 7, server_time: "2026-11-23T00:00:05Z", watchdog: silent });
    expect(heard).toEqual([{ watchdog: wrong }, { watchdog: silent }]);
  });

  it("tells at once that the server's clock is in doubt, and that it is not any more", () => {
    client.start();
    world.socket.opens();
    const doubt = { state: "distrusted", node: "desk-1:8000", ahead_s: 3600, since: "2026-11-23T00:00:01Z" };
    const well = { state: "trusted", node: "desk-1:8000", ahead_s: 0, since: null };
    world.socket.says({ ...HELLO, clock: doubt });
    world.socket.says({ type: "heartbeat", cursor: 7, server_time: "2026-11-23T00:00:05Z", clock: well });
    expect(heard).toEqual([{ clock: doubt }, { clock: well }]);
  });

  it("is not made up where the server says nothing of it", () => {
    connect();
    world.socket.says({ type: "heartbeat", cursor: 7, server_time: "2026-11-23T00:00:05Z" });
    expect(heard).toEqual([{ snapshot: 0 }]);
  });
});

describe("reconnecting", () => {
  beforeEach(connect);

  it("resumes after the last cursor of the same epoch", () => {
    world.socket.says({ type: "event", cursor: 9, event: { seq: 1 }, view: {} });
    world.socket.ends(1001);
    world.pass(500);
    world.socket.says(HELLO);
    expect(world.socket.sent.at(-1)).toEqual({ ...SUBSCRIBE, after: 9, epoch: "e1" });
  });

  it("starts afresh when the epoch is another", () => {
    world.socket.ends(1001);
    world.pass(500);
    world.socket.says({ ...HELLO, epoch: "e2" });
    expect(world.socket.sent.at(-1)).toEqual(SUBSCRIBE);
  });

  it("starts afresh when the server says so", () => {
    world.socket.says({ type: "resync", reason: "slow" });
    expect(world.socket.sent.at(-1)).toEqual(SUBSCRIBE);
    world.socket.ends(4409);
    world.pass(500);
    world.socket.says(HELLO);
    expect(world.socket.sent.at(-1)).not.toHaveProperty("after");
  });

  it("waits longer after each failure, but never for long", () => {
    const waits: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      const before = world.sockets.length;
      const since = world.now;
      world.socket.ends(1006);
      while (world.sockets.length === before) world.pass(100);
      waits.push(world.now - since);
    }
    expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
    expect(Math.max(...waits)).toBe(15_000);
  });

  it("forgets a socket that it has given up", () => {
    const old = world.socket;
    world.pass(10_000); // silent: given up
    world.pass(500);
    old.says({ type: "event", cursor: 99, event: { seq: 5 }, view: {} });
    expect(heard).toEqual([{ snapshot: 0 }]);
  });

  it("tries at once when it is nudged", () => {
    world.socket.ends(1006);
    client.nudge();
    expect(world.sockets).toHaveLength(2);
  });

  it("stops for good when it is told to", () => {
    client.stop();
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
  });
});

describe("the server's store", () => {
  const away = { well: false, writes: false, reads: true };
  const clock = (second: number) => `2026-11-23T00:00:${String(second).padStart(2, "0")}Z`;

  it("is heard with hello and with every heartbeat", () => {
    client.start();
    world.socket.says({ ...HELLO, store: away });
    expect(heard).toEqual([{ store: away }]);
  });

  it("does not vouch for what is shown while it is away", () => {
    connect();
    world.socket.says({ type: "heartbeat", cursor: 7, server_time: clock(10) });
    world.socket.says({ type: "heartbeat", cursor: 7, server_time: clock(20), store: away });
    expect(seen).toBe(clock(10));
    world.socket.says({ type: "heartbeat", cursor: 7, server_time: clock(30), store: { ...away, well: true } });
    expect(seen).toBe(clock(30));
  });
});

describe("a snapshot of several pages", () => {
  const page = (number: number, more: boolean) => ({
    type: "snapshot", cursor: 9, page: number, more, incidents: [{ id: `i${number}` }],
  });

  it("is taken as a whole, with its last page", () => {
    client.start();
    world.socket.opens();
    world.socket.says(HELLO);
    world.socket.says(page(0, true));
    world.socket.says(page(1, true));
    expect(heard).toEqual([]);
    world.socket.says(page(2, false));
    expect(heard).toEqual([{ snapshot: 3 }]);
  });

  it("is begun again by a first page, and resumed from nowhere in between", () => {
    client.start();
    world.socket.opens();
    world.socket.says(HELLO);
    world.socket.says(page(0, true));
    world.socket.says(page(0, true));
    world.socket.says(page(1, false));
    expect(heard).toEqual([{ snapshot: 2 }]);
  });
});
