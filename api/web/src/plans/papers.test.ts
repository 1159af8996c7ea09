import { describe, expect, it } from "vitest";
import type { PlanDetail } from "../api/types";
import { cardHolders, ownCard, paperPath } from "./papers";

const plan = {
  id: "grain",
  roles: [{ id: "chief", name: "总指挥" }, { id: "director", name: "主任" }],
  units: [{ id: "office", name: "办公室" }],
  reports: [{ reporters: { divisions: "all" } }],
} as unknown as PlanDetail;

describe("papers of a plan", () => {
  it("names the file, its language and the post", () => {
    expect(paperPath("grain", "cards", "pdf", "chief")).toBe("/api/plans/grain/documents/cards.pdf?language=zh&post=chief");
    expect(paperPath("grain", "sheet", "html")).toBe("/api/plans/grain/documents/sheet.html?language=zh");
  });

  it("lists the duty officer, posts, then the counties that report, then units", () => {
    expect(cardHolders(plan).map((one) => one.id)).toEqual(["desk", "chief", "director", "divisions", "office"]);
    const alone = { ...plan, reports: [{ reporters: { units: ["office"] } }] } as unknown as PlanDetail;
    expect(cardHolders(alone).map((one) => one.id)).toEqual(["desk", "chief", "director", "office"]);
  });

  it("gives all bodies of a county one card", () => {
    const scoped = {
      ...plan,
      roles: [...plan.roles, { id: "county_hq", name: "县指挥部", scope: "division" }],
      units: [...plan.units, { id: "county_government", name: "县政府", scope: "division" }],
      reports: [],
    } as unknown as PlanDetail;
    expect(cardHolders(scoped).map((one) => one.id)).toEqual(["desk", "chief", "director", "divisions", "office"]);
    expect(ownCard(scoped, ["grain:county_hq"])).toBe("divisions");
  });

  it("knows the card of whoever is signed in, by this plan only", () => {
    expect(ownCard(plan, ["duty_officer", "grain:director"])).toBe("director");
    expect(ownCard(plan, ["coal_mine:director"])).toBe("");
  });
});
