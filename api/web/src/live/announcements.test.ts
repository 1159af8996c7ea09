import { beforeEach, describe, expect, it } from "vitest";
import { Announcements } from "./announcements";
import type { IncidentView } from "../api/types";

let now: number;
let announcements: Announcements;

function at(id: string, level: string | null, place_name = `Level ${level}`): IncidentView {
  const stage = level ? "responding" : "assessing";
  return { id, stage, grade: null, level, sub_state: null, place_name } as unknown as IncidentView;
}

function told(before: IncidentView | undefined, after: IncidentView): string[] | null {
  const changes = announcements.note(before, after);
  return changes && changes.map((one) => `${one.after.id}:${one.before.level}-${one.after.level}`);
}

beforeEach(() => {
  now = 0;
  announcements = new Announcements(() => now);
});

describe("an announcement", () => {
  it("names all incidents whose place has changed at about the same time", () => {
    expect(told(at("a", "IV"), at("a", "III"))).toEqual(["a:IV-III"]);
    now += 40;
    expect(told(at("b", null), at("b", "IV"))).toEqual(["a:IV-III", "b:null-IV"]);
  });

  it("tells of an incident that moved twice where it went last", () => {
    told(at("a", "IV"), at("a", "III"));
    expect(told(at("a", "III"), at("a", "II"))).toEqual(["a:III-II"]);
  });

  it("does not say again what was said long ago", () => {
    told(at("a", "IV"), at("a", "III"));
    now += 60_000;
    expect(told(at("b", null), at("b", "IV"))).toEqual(["b:null-IV"]);
  });

  it("is not made for a new incident, nor for a place that only has another name", () => {
    expect(told(undefined, at("a", "IV"))).toBeNull();
    expect(told(at("a", "IV", "四级响应"), at("a", "IV", "Level IV"))).toBeNull();
  });
});
