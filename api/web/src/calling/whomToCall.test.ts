import { expect, test } from "vitest";
import type { Contact, PlanDetail } from "../api/types";
import { choices, matching } from "./whomToCall";

const plan = { roles: [{ id: "commander", name: "指挥长" }], units: [{ id: "health", name: "卫健委" }] } as unknown as PlanDetail;
const contact = (id: string, person: string | null, unit: string, post: string) => ({ id, person, unit, post, division_name: null }) as unknown as Contact;
const BOOK = [contact("a", "张建国", "应急局", "局长"), contact("b", null, "乡宁县应急局", "值班室")];
const all = choices((who) => ({ leader: "带班领导", duty_officers: "值班员", standby: "备班人员" })[who], plan, BOOK, (one) => one.name);
const names = (words: string, hits?: Set<string>) => matching(all, words, 9, hits).map((one) => one.name);

test("without words the duty and the posts of the plan stand there", () => {
  expect(names("")).toEqual(["带班领导", "值班员", "备班人员", "指挥长", "卫健委"]);
});

test("words find posts, units and persons; every word has to occur", () => {
  expect(names("应急局")).toEqual(["张建国", "乡宁县应急局 值班室"]);
  expect(names("应急局 局长")).toEqual(["张建国"]);
  expect(names("指挥")).toEqual(["指挥长"]);
});

test("what the address book finds by initials is found here too", () => {
  expect(names("zjg")).toEqual([]);
  expect(names("zjg", new Set(["a"]))).toEqual(["张建国"]);
});

test("each target is one of three kinds, and no more than asked for are shown", () => {
  expect(all.map((one) => Object.keys(one.target)[0])).toEqual(["on_duty", "on_duty", "on_duty", "post", "post", "contact", "contact"]);
  expect(matching(all, "", 2)).toHaveLength(2);
});
