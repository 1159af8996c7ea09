import { afterEach, expect, test, vi } from "vitest";
import { api } from "../api/api";
import type { Contact } from "../api/types";
import { byUnit, dialled, forgetWhom, whom } from "./book";

const contact = (id: string, unit: string, tel: (string | null)[] = []): Contact => ({
  id, unit, post: "值班室", person: null, division: null, division_name: null, rank: 1, roles: [], role_names: [],
  channels: tel.map((one, n) => ({ kind: "mobile", address: `${n}`, tel: one })), account: null, note: null, masked: false, version: 1,
});

afterEach(() => {
  forgetWhom();
  vi.restoreAllMocks();
});

test("what was asked a moment ago is not asked again, a failure is", async () => {
  const asked = vi.spyOn(api, "contacts").mockRejectedValueOnce(new Error("away")).mockResolvedValue([contact("a", "市局")]);
  await expect(whom({ post: "coal_mine:commander" })).rejects.toThrow();
  expect(await whom({ post: "coal_mine:commander", division: "" })).toHaveLength(1);
  expect(await whom({ post: "coal_mine:commander" })).toHaveLength(1);
  expect(asked).toHaveBeenCalledTimes(2);
  forgetWhom();
  await whom({ post: "coal_mine:commander" });
  expect(asked).toHaveBeenCalledTimes(3);
});

test("a list stands by unit, in the server's order", () => {
  const list = [contact("a", "市局"), contact("b", "市局"), contact("c", "市政府"), contact("d", "市局")];
  expect(byUnit(list).map((one) => [one.unit, one.contacts.length])).toEqual([["市局", 2], ["市政府", 1], ["市局", 1]]);
});

test("only what a telephone dials is offered", () => {
  expect(dialled(contact("a", "市局", [null, "tel:119"])).map((one) => one.tel)).toEqual(["tel:119"]);
});
