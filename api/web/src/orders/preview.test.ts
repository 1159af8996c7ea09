import { expect, it } from "vitest";
import type { CommandPreview } from "../api/types";
import { changedParts } from "./preview";

const NOTHING = { groups: [], measures: [], obligations: [] };
const slot = (obligation_name: string, change: string) => ({ obligation_name, change }) as CommandPreview["slots"][number];
const preview = (parts: Partial<CommandPreview>): CommandPreview => ({
  allowed: true, refusal: null, starts: NOTHING, ends: NOTHING, slots: [], notices: [], ...parts,
});

it("says what begins, then what ends, and leaves out what does not change", () => {
  const found = changedParts(preview({
    starts: { ...NOTHING, groups: [{ id: "rescue", name: "抢险救援组", clause: "5.2" }], measures: [{ id: "m", text: "撤人", unit: "市应急局", modality: "required", clause: "5.3" }] },
    ends: { ...NOTHING, obligations: [{ id: "daily", name: "每日续报", clause: "4.1" }] },
    slots: [slot("每日两次续报", "owed"), slot("每日两次续报", "owed"), slot("每日续报", "lapsed"), slot("首报", "changed")],
  }));
  expect(found).toEqual([
    { kind: "groups_start", names: ["抢险救援组"] },
    { kind: "measures_start", names: ["撤人（市应急局）"] },
    { kind: "slots_owed", names: ["每日两次续报"] },
    { kind: "obligations_end", names: ["每日续报"] },
    { kind: "slots_lapsed", names: ["每日续报"] },
  ]);
});

it("an order that changes nothing of these has no parts", () => expect(changedParts(preview({}))).toEqual([]));
