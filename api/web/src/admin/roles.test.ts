import { expect, test } from "vitest";
import type { PlanSummary } from "../api/types";
import { GENERAL, roleGroups, roleName } from "./roles";

const plan = {
  id: "flood",
  title: "防汛预案",
  roles: [
    { id: "chief", name: "总指挥", signs_in: true, clause: [] },
    { id: "province", name: "省", signs_in: false, clause: [] },
  ],
} as unknown as PlanSummary;

test("every general role has a word and says what it may", () => {
  const [general] = roleGroups([]);
  expect(general?.roles.map((one) => one.id)).toEqual([...GENERAL]);
  for (const role of general?.roles ?? []) {
    expect(role.name).not.toBe(role.id);
    expect(role.about).toBeTruthy();
  }
});

test("posts that never sign in are not offered", () => {
  expect(roleGroups([plan])[1]).toEqual({ title: "防汛预案", roles: [{ id: "flood:chief", name: "总指挥" }] });
});

test.each([
  ["admin", "管理员"],
  ["flood:chief", "总指挥（防汛预案）"],
  ["gone:post", "gone:post"],
])("%s is called %s", (id, name) => expect(roleName([plan], id)).toBe(name));
