import { beforeEach, describe, expect, it } from "vitest";
import { ChainMemory, type Keeper } from "./chain";
import type { JournalEnd } from "../api/types";

class Box implements Keeper {
  kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
}

const end = (position: number, hash = `h${position}`, server = "s"): JournalEnd => ({ server, position, hash, losses: 1 });
const held = (position: number, hash: string | null, losses = 1) => ({ type: "journal", server: "s", position, hash, losses });

describe("what was seen of the chain", () => {
  let box: Box;
  let told: (number | null)[];
  const memory = (): ChainMemory => new ChainMemory((broken) => told.push(broken?.position ?? null), () => box);

  beforeEach(() => {
    box = new Box();
    told = [];
  });

  it("grows while nothing contradicts, and outlives the page", () => {
    const first = memory();
    expect(first.ask()).toBeNull();
    for (const position of [3, 4, 2, 9]) first.hear({ type: "heartbeat", journal: end(position) });
    const next = memory();
    next.hear({ type: "hello", journal: end(11) });
    expect(next.ask()).toBe(9);
    next.hear(held(9, "h9"));
    next.hear({ type: "heartbeat", journal: end(12) });
    next.hear({ type: "hello", journal: end(15) });
    expect(next.ask()).toBe(12);
    expect(told.every((one) => one === null)).toBe(true);
  });

  it("tells of a chain that is shorter or another, and keeps what it had until a person accepts", () => {
    const first = memory();
    first.hear({ type: "hello", journal: end(9) });
    for (const hash of [null, "x"]) {
      const next = memory();
      next.hear({ type: "hello", journal: end(20) });
      expect(next.ask()).toBe(9);
      next.hear({ type: "heartbeat", journal: end(21) });
      next.hear(held(9, hash));
      next.hear({ type: "heartbeat", journal: end(22) });
      expect(told.at(-1)).toBe(9);
      expect(next.ask()).toBe(9);
    }
    const last = memory();
    last.hear({ type: "hello", journal: end(20) });
    last.ask();
    last.hear(held(9, null));
    last.accept();
    expect(told.at(-1)).toBeNull();
    last.hear({ type: "heartbeat", journal: end(23) });
    expect(last.ask()).toBe(23);
  });

  it("takes a loss that the chain itself tells of, and another server's id", () => {
    const first = memory();
    first.hear({ type: "hello", journal: end(9) });
    first.ask();
    first.hear(held(9, null, 2));
    first.hear({ type: "heartbeat", journal: end(5) });
    expect(first.ask()).toBe(5);
    first.hear({ type: "hello", journal: end(1, "h1", "other") });
    expect(first.ask()).toBe(1);
    expect(told.every((one) => one === null)).toBe(true);
  });

  it("tells of another hash at the very position that was seen", () => {
    const first = memory();
    first.hear({ type: "hello", journal: end(9) });
    first.hear({ type: "heartbeat", journal: end(9, "x") });
    expect(told.at(-1)).toBe(9);
  });

  it("reads nothing that is no memory of this server", () => {
    box.setItem("zhiban.chain.s", "{");
    const first = memory();
    first.hear({ type: "hello", journal: end(2) });
    expect(first.ask()).toBe(2);
  });
});
