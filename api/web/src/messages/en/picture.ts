import type { picture as zh } from "../zh/picture";

export const picture: Record<keyof typeof zh, string> = {
  "picture.title": "Picture of the incident",
  "picture.file": "picture",
  "picture.export": "Save as an image (PNG)",
  "picture.span": "{from} to {until}",
  "picture.level": "Level",
  "picture.facts": "Facts",
  "picture.decisions": "Decisions",
  "picture.reports": "Reports",
  "picture.more": "{n} more",
  "picture.legend_facts": "facts changed",
  "picture.legend_decision": "decision",
  "picture.legend_sent": "report in time",
  "picture.legend_late": "report late",
  "picture.legend_overdue": "report overdue",
  "picture.broken": "The journal could not be read to its beginning; there is no picture.",
  "picture.failed": "The browser made no image; print this page instead.",
  "tab.picture": "Picture",
};
