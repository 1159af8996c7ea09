import type { county as zh } from "../zh/county";

export const county: Record<keyof typeof zh, string> = {
  "county.owed": "{n} owed",
  "county.improvements": "Improvements for you to carry out: {n}",
  "county.nothing": "Nothing is owed now.",
  "county.not_yet": "Can be handed in from {at}.",
  "county.paper": "Enter one reported before",
  "county.history": "Reported before",
};
