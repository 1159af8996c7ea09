export const county = {
  "county.owed": "待报 {n}",
  "county.improvements": "有 {n} 项改进要你们落实，去看",
  "county.nothing": "现在没有要报的。",
  "county.not_yet": "{at} 起可以报。",
  "county.paper": "补录已报的",
  "county.history": "报过的",
} as const;
