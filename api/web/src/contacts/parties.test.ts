import { expect, test } from "vitest";
import type { PlanDetail } from "../api/types";
import { askedOf, partiesAt, partyNamed } from "./parties";

const plan = {
  id: "coal_mine",
  roles: [{ id: "commander", name: "指挥长", name_en: "Commander", clause: ["2.1"] }],
  units: [{ id: "bureau", name: "市应急局", aliases: ["市应急", "市应急办"] }, { id: "health", name: "市卫健委" }],
  lifecycle: [{ clause: ["5.3.2"], by: ["commander"], approved_by: [], recommended_by: undefined }],
  acts: [], end_conditions: [],
  reports: [{ clause: ["4.1"], reporters: { units: ["bureau"] }, recipients: ["province"] }],
  groups: [{ clause: ["2.5"], leader: ["bureau"], members: ["health", "bureau"] }],
  measures: [{ clause: ["5.3.2", "5.4"], unit: ["health"] }],
} as unknown as PlanDetail;

test("who acts by a clause is found in every kind of rule, each once, and nobody outside of the plan", () => {
  expect(partiesAt(plan, ["5.3.2"])).toEqual(["commander", "health"]);
  expect(partiesAt(plan, ["2.5"])).toEqual(["bureau", "health"]);
  expect(partiesAt(plan, ["4.1"])).toEqual(["bureau"]);
  expect(partiesAt(plan, ["9"])).toEqual([]);
});

test("posts, units and divisions are asked for in their own ways", () => {
  expect(askedOf(plan, "commander", "141029")).toEqual({ post: "coal_mine:commander", division: "141029" });
  expect(askedOf(plan, "bureau")).toEqual({ unit: "coal_mine:bureau" });
  expect(askedOf(plan, "141029", "141021")).toEqual({ division: "141029" });
});

test("a name on the screen leads back to the plan in both languages", () => {
  expect(partyNamed(plan, " 市卫健委 ")).toBe("health");
  expect(partyNamed(plan, "Commander")).toBe("commander");
  expect(partyNamed(plan, "某专家")).toBeUndefined();
  expect(partyNamed(plan, "市卫健委主要负责人")).toBe("health");
  expect(partyNamed(plan, "市应急办主任")).toBe("bureau");
});
