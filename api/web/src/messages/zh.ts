/** 页面上的全部文字，按能力分文件。键名稳定；`{name}` 处填入内容。 */
import { journalZh } from "./journal";
import { account } from "./zh/account";
import { admin } from "./zh/admin";
import { alarm } from "./zh/alarm";
import { attachments } from "./zh/attachments";
import { board } from "./zh/board";
import { calling } from "./zh/calling";
import { common } from "./zh/common";
import { contacts } from "./zh/contacts";
import { county } from "./zh/county";
import { desk } from "./zh/desk";
import { drill } from "./zh/drill";
import { duty } from "./zh/duty";
import { documents } from "./zh/documents";
import { entries } from "./zh/entries";
import { evaluation } from "./zh/evaluation";
import { frame } from "./zh/frame";
import { incident } from "./zh/incident";
import { opening } from "./zh/opening";
import { orders } from "./zh/orders";
import { overview } from "./zh/overview";
import { picture } from "./zh/picture";
import { plans } from "./zh/plans";
import { print } from "./zh/print";
import { reports } from "./zh/reports";
import { roster } from "./zh/roster";
import { scenarios } from "./zh/scenarios";
import { wall } from "./zh/wall";
import { webhooks } from "./zh/webhooks";
import { windows } from "./zh/windows";

export const zh = {
  ...journalZh,
  ...account,
  ...admin,
  ...alarm,
  ...attachments,
  ...board,
  ...calling,
  ...common,
  ...contacts,
  ...county,
  ...desk,
  ...drill,
  ...duty,
  ...documents,
  ...entries,
  ...evaluation,
  ...frame,
  ...incident,
  ...opening,
  ...orders,
  ...overview,
  ...picture,
  ...plans,
  ...print,
  ...reports,
  ...roster,
  ...scenarios,
  ...wall,
  ...webhooks,
  ...windows,
} as const;
