/** What the panels say of parts of a view: rendered from the view that the API's document shows. */
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createSSRApp, h, type Component } from "vue";
import { renderToString } from "vue/server-renderer";
import openapi from "../../../http/openapi/openapi.json";
import type { IncidentView } from "../api/types";

const call = openapi.paths["/api/incidents/{incident}"].get.responses["200"];
const RECORDED = call.content["application/json"].example as unknown as IncidentView;
const view = (parts: Partial<IncidentView> = {}): IncidentView => ({ ...RECORDED, ...parts });

let head: Component;
let facts: Component;
beforeAll(async () => {
  // The page's modules listen to the browser as soon as they are read; Vue itself finds none.
  vi.stubGlobal("window", { addEventListener() {} });
  vi.stubGlobal("document", { addEventListener() {}, documentElement: {}, visibilityState: "visible" });
  head = (await import("../incident/IncidentHead.vue")).default;
  facts = (await import("../reports/RowFacts.vue")).default;
});
beforeEach(async () => (await import("../messages")).speak("zh"));

const shown = (component: Component, parts: Partial<IncidentView> = {}) => said(component, { view: view(parts) });

async function said(component: Component, props: Record<string, unknown>): Promise<string> {
  const app = createSSRApp({ render: () => h(component, props) });
  app.component("ElButton", { template: "<button><slot /></button>" });
  return (await renderToString(app)).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
}

const LATER = "2999-01-01T00:00:00Z";

test("the head says who is absent, until when, and in both languages", async () => {
  const { speak } = await import("../messages");
  const absences = [{ role: "commander", until: LATER }];
  expect(await shown(head, { absences })).toContain("commander不在岗，至 2999-01-01 08:00");
  await speak("en");
  expect(await shown(head, { absences })).toContain("commander is absent until 2999-01-01 08:00");
});

test("an absence that is over is not shown", async () => {
  expect(await shown(head, { absences: [{ role: "commander", until: "2020-01-01T00:00:00Z" }] })).not.toContain("不在岗");
});

test("the head says who has signed where all have to", async () => {
  const signatures = [{ name: "三级响应", signed_by: ["commander", "office_director"] }];
  expect(await shown(head, { signatures })).toContain("三级响应：commander、office_director已签署，等待其余签署");
  expect(await shown(head, { signatures: [] })).not.toContain("已签署");
});

test("the head names the entries that wait for a signature, and those that wait too long", async () => {
  const { speak } = await import("../messages");
  const waiting = { role: "commander", under: null, alarmed: false };
  const unsigned = [
    { ...waiting, seq: 4, alarm_at: LATER },
    { ...waiting, seq: 5, alarm_at: "2020-01-01T00:00:00Z" },
  ];
  const words = await shown(head, { unsigned });
  expect(words).toContain("2 条待本人确认：第 4 条（commander）、第 5 条（commander）");
  expect(words).toContain("超时未签：第 5 条（commander），请催本人登录确认");
  await speak("en");
  expect(await shown(head, { unsigned })).toContain("Signature overdue: entry 5 (commander)");
  expect(await shown(head, { unsigned: [] })).not.toContain("overdue");
});

test("the head says when the response was opened and when it ended", async () => {
  const before = await shown(head, { activated_at: null, ended_at: null });
  expect(before).not.toContain("启动响应");
  expect(before).not.toContain("响应结束");
  const after = await shown(head, { activated_at: "2020-03-01T01:30:00Z", ended_at: "2020-03-05T09:00:00Z" });
  expect(after).toContain("启动响应 2020-03-01 09:30");
  expect(after).toContain("响应结束 2020-03-05 17:00");
});

test("a recommendation that needs several approvals names those who have approved", async () => {
  const pending = {
    command: "activate_response" as const,
    level: "III",
    sub_state: null,
    recommended_by: "office_director",
    since: "2020-03-01T01:30:00Z",
    approved_by: null,
    approvals: ["commander"],
  };
  expect(await shown(head, { pending })).toContain("commander 已批准");
});

test("a report says up to when its figures go, where the plan does", async () => {
  const slot = RECORDED.next_slots[0]!;
  expect(slot.data_until).toBeNull();
  expect(await said(facts, { slot_: slot })).not.toContain("数据截至");
  expect(await said(facts, { slot_: { ...slot, data_until: "2020-03-01T07:00:00Z" } })).toContain("数据截至 2020-03-01 15:00");
});
