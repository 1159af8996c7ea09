import { describe, expect, it } from "vitest";
import type { JournalEvent, PlanDetail } from "../api/types";
import { eventTitle } from "./words";

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
