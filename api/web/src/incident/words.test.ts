import { describe, expect, it } from "vitest";
import type { JournalEvent, PlanDetail } from "../api/types";
import { eventDetails, eventTitle } from "./words";

const plan = {
  levels: [{ id: "II", name: "二级", sub_states: [] }],
  jurisdiction: { code: "141000", name: "临汾市", divisions: [] },
  roles: [],
  groups: [],
} as unknown as PlanDetail;

function signed(data: object): string {
  const event = { type: "activation_signed", data } as unknown as JournalEvent;
  return eventTitle(event, undefined, plan);
}

describe("a signature in the journal", () => {
  it("is called what was signed, and for which level", () => {
    expect(signed({ command: "activate_response", level: "II" })).toBe("签署：启动 二级");
    expect(signed({ command: "adjust_response", level: "II" })).toBe("签署：调整为 二级");
  });

  it("is not called an activation where an end or a warning was signed", () => {
    expect(signed({ command: "end_response", level: null, place: "ended" })).toBe("签署：宣布响应结束");
    expect(signed({ command: "issue_warning", level: null, place: "warning" })).toBe("签署：发布预警");
  });
});

describe("an opening in the journal", () => {
  const data = {
    source: "煤矿调度室 小刘", received_at: "2026-12-01T05:24:00Z", site: "某煤矿井下",
    caller: { post: "煤矿调度室", name: "小刘", phone: "13800000000" },
  };
  const opened = { type: "incident_opened", occurred_at: "2026-12-01T05:26:20Z", data } as unknown as JournalEvent;

  it("says the place and whom to call back, and dates the figures by the call, not by the writing", () => {
    expect(eventDetails(opened, plan)).toEqual([
      "煤矿调度室 小刘，截至 12-01 13:24", "地点 某煤矿井下", "来电 煤矿调度室 小刘 ☏ 13800000000",
    ]);
  });
});
