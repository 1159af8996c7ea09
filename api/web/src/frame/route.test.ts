import { beforeEach, describe, expect, it, vi } from "vitest";

const kept = new Map<string, string>();
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
});
const speak = vi.fn();
vi.mock("../messages", () => ({ isLanguage: (name: unknown) => name === "en" || name === "zh", speak: (name: string) => speak(name) }));
const { forgetJoin, incidentPath, joining, keptJoin, putJoinAway, takeJoin, takeWall, wallToken } = await import("./route");

beforeEach(() => {
  kept.clear();
  wallToken.value = null;
});

describe("the address", () => {
  it("names an incident, whatever its characters, and its tab", () => {
    expect(incidentPath("a/b 测")).toBe("#/incident/a%2Fb%20%E6%B5%8B");
    expect(incidentPath("CM-1", "reports")).toBe("#/incident/CM-1/reports");
  });

  it("keeps a wall's token for the tab and says that it stood there", () => {
    expect(takeWall({ token: "secret", language: "en" })).toBe(true);
    expect(wallToken.value).toBe("secret");
    expect(speak).toHaveBeenCalledWith("en");
    wallToken.value = null;
    expect(takeWall({})).toBe(false);
    expect(wallToken.value).toBe("secret");
  });

  it("forgets an earlier wall's language with the next token", () => {
    takeWall({ token: "one", language: "en" });
    takeWall({ token: "two" });
    expect(kept.has("zhiban.wall-language")).toBe(false);
  });
});

describe("a sign-in that was handed out", () => {
  const HANDED = { name: "duty", code: "abcdefghjkmn" };

  it("is still there after a reload, in this tab alone, until it is used or put away", () => {
    takeJoin(HANDED);
    joining.value = null;
    keptJoin();
    expect(joining.value).toEqual(HANDED);
    putJoinAway();
    keptJoin();
    expect(joining.value).toBeNull();
  });

  it("that counts no more stays on the screen with its reason, and is gone after a reload", () => {
    takeJoin(HANDED);
    forgetJoin();
    expect(joining.value).toEqual(HANDED);
    joining.value = null;
    keptJoin();
    expect(joining.value).toBeNull();
  });
});
