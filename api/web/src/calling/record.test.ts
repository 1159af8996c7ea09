import { expect, test } from "vitest";
import type { CallView, ListedCall } from "../api/types";
import { recordOf } from "./record";

const steps = [{ at: "2026-11-30T14:00:00Z", round: 1, contact: "lead", post: "带班领导", channels: ["voice", "sms"] }];
const attempt = (at: string, channel: string, outcome: string) => ({ step: 0, contact: "lead", channel, at, outcome, detail: "" });
const view = { id: "i-c4", post: "带班领导", persons: { lead: "张三" }, steps, started_at: "2026-11-30T14:00:00Z", attempts: [attempt("2026-11-30T14:00:01.2Z", "voice", "busy"), attempt("2026-11-30T14:00:01.9Z", "sms", "sent"), attempt("2026-11-30T14:00:40Z", "voice", "no_answer")] } as unknown as CallView;

test("channels that are tried at once are one line, a later try another", () => {
  const [{ tried }] = recordOf([view]) as [ReturnType<typeof recordOf>[number]];
  expect(tried.map((one) => [one.who, one.post, one.ways.map((way) => way.channel)])).toEqual([["张三", "带班领导", ["voice", "sms"]], ["张三", "带班领导", ["voice"]]]);
});

test("with the list's answer the record has addresses and the server's words", () => {
  const listed = { ...view, tried: [{ ...view.attempts[0]!, address: "138*****001", said: "占线 对方占线或拒接" }] } as unknown as ListedCall;
  expect(recordOf([listed])[0]!.tried[0]!.ways).toEqual([{ channel: "voice", outcome: "busy", said: "占线 对方占线或拒接", address: "138*****001" }]);
});

test("calls stand by when they started", () => {
  const later = { ...view, id: "i-c2", started_at: "2026-11-30T15:00:00Z" } as CallView;
  expect(recordOf([later, view]).map((one) => one.call.id)).toEqual(["i-c4", "i-c2"]);
});
