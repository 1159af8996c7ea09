/** English texts by the same keys as zh.ts. */
import { journalEn } from "./journal";
import { account } from "./en/account";
import { admin } from "./en/admin";
import { alarm } from "./en/alarm";
import { attachments } from "./en/attachments";
import { board } from "./en/board";
import { calling } from "./en/calling";
import { common } from "./en/common";
import { contacts } from "./en/contacts";
import { county } from "./en/county";
import { desk } from "./en/desk";
import { drill } from "./en/drill";
import { duty } from "./en/duty";
import { documents } from "./en/documents";
import { entries } from "./en/entries";
import { evaluation } from "./en/evaluation";
import { frame } from "./en/frame";
import { incident } from "./en/incident";
import { opening } from "./en/opening";
import { orders } from "./en/orders";
import { overview } from "./en/overview";
import { picture } from "./en/picture";
import { plans } from "./en/plans";
import { print } from "./en/print";
import { reports } from "./en/reports";
import { roster } from "./en/roster";
import { scenarios } from "./en/scenarios";
import { wall } from "./en/wall";
import { webhooks } from "./en/webhooks";
import { windows } from "./en/windows";
import type { zh } from "./zh";

export const en: Record<keyof typeof zh, string> = {
  ...journalEn,
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
};
