import { expect, test } from "vitest";
import { bodyOf, formOf } from "./contactForm";
import type { Contact } from "../api/types";

const WANG: Contact = {
  id: "wang", unit: "市局", post: "局长", person: "王", division: "141029", division_name: "乡宁县", rank: 2, roles: ["duty_officer"], role_names: ["值班员"],
  channels: [{ kind: "mobile", address: "13800000000", tel: "tel:13800000000" }], account: "wang", note: "夜间", masked: false, version: 7,
};

test("a window that nobody touched sends the contact as it is", () => {
  expect(bodyOf(formOf(WANG))).toEqual({
    unit: "市局", post: "局长", person: "王", division: "141029", rank: 2, roles: ["duty_officer"],
    channels: [{ kind: "mobile", address: "13800000000" }], account: "wang", note: "夜间",
  });
});

test("a new one begins with one empty number, which is not sent", () => {
  const form = formOf(null);
  expect(form.channels).toEqual([{ kind: "mobile", address: "" }]);
  expect(bodyOf({ ...form, unit: "市局", post: "值班室" })).toEqual({ unit: "市局", post: "值班室", rank: 1, roles: [], channels: [] });
});
