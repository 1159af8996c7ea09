import type { frame as zh } from "../zh/frame";

export const frame: Record<keyof typeof zh, string> = {
  "steady.moved": "The list has just moved, so this press was not taken. Look again, then press.",
  "steady.changed": "The order has changed",
  "steady.sort": "Show the new order",
  "nav.label": "Main",
  "nav.incidents": "Incidents",
  "nav.wall": "Wall",
  "nav.admin": "Administration",
  "nav.plans": "Plans",
  "nav.language": "中文",
  "nav.account": "My account: password, devices",
  "live.connecting": "connecting",
  "live.live": "live",
  "live.replay": "connected",
  "live.silent": "no answer",
  "live.closed": "disconnected",
  "live.refused": "refused",
  "live.unstored": "not usable",
  "live.state": "Connection: {state}",
  "store.unstored_title": "The server stores nothing now",
  "store.unstored_text":
    "What you enter is not kept, and reminders and overdue marks do not come. Write on paper, use the telephone, and tell the administrator at once.",
  "chain.broken_title": "Entries may have been removed or altered",
  "chain.broken":
    "What the server shows now does not follow from what this machine was shown before (link {position}). Leave the machine on and tell the auditor or an administrator at once.",
  "chain.accept": "Reported: check from the present journal on",
  "chain.lost_title": "Entries were lost: check and enter them again",
  "chain.lost":
    "At {at} the database went back to an earlier state; what was entered after that is gone. Enter it again from your paper notes.",
  "chain.unsigned": "The server's key has not signed this: find out who did it.",
  "chain.acknowledge": "Seen, do not show again",
  "store.unread_title": "The server sees no changes",
  "store.unread_text":
    "What others enter does not appear here. Do not rely on this screen, and tell the administrator at once.",
  "store.seen": "The screen shows the state of {at}.",
  "stale.title": "No longer updating",
  "stale.text":
    "The connection to the server is lost; the page is reconnecting. It shows the state of {at}: do not rely on it.",
  "stale.never":
    "The connection to the server is lost; the page is reconnecting. It has received no data yet: do not rely on it.",
  "stale.refused": "The server refused the connection ({code}). Sign in again, or use a new wall token.",
  "stale.revoked_title": "This wall's token is no longer valid",
  "stale.revoked": "It was ended or has expired. Nothing is updated any more: do not judge the situation by this screen. Ask an administrator for a new one (Administration, Walls).",
  "watchdog.title": "Ledger alarm: {n} {n|difference|differences}",
  "watchdog.text":
    "The server recomputed the report ledger from plan and journal and found differences. Check the report slots by hand and tell the administrator at once.",
  "watchdog.silent_title": "The ledger is not being audited",
  "watchdog.silent_text":
    "No program checks the report ledger now, so a lost slot would not be noticed. Check the report slots by hand and tell the administrator at once.",
  "clock_alarm.jumped_title": "The machine's clock jumped forward",
  "clock_alarm.jumped":
    "At {since} the clock of the server's machine jumped forward. The server followed, and what that made due is entered. Check the machine's clock; if it is right, say so.",
  "clock_alarm.distrusted_title": "The machine's clock cannot be trusted",
  "clock_alarm.distrusted":
    "The machine's clock was moved by a lot at {since}. The server has kept its own time since then: reports fall due and orders are taken as always. Check the machine's clock at once; if it is right, say so.",
  "clock_alarm.waiting_title": "The machine's clock has to be confirmed",
  "clock_alarm.waiting":
    "At its start the machine's clock did not fit the time last noted before the stop ({since}). The server keeps its own time from there: orders are taken as always; what fell due during the stop is not entered yet. Check the machine's clock at once; if it is right, say so.",
  "clock_alarm.times": "Server time {server} · machine's clock {machine}",
  "clock_alarm.ask": "The machine's clock is right…",
  "clock_alarm.question":
    "Is the clock of {node}, {machine}, right? The server will go by it, and what that makes due is entered and cannot be taken back.",
  "clock_alarm.trust": "It is right",
  "clock.virtual": "Virtual clock: this server's time is not the real time; exercises only.",
  "clock.virtual_speed":
    "Virtual clock at {speed} × speed: this server's time is not the real time; exercises only.",
  "clock.now": "Server time",
  "exercise.badge": "EXERCISE",
  "exercise.real": "Real",
  "exercise.banner": "EXERCISE · EXERCISE · EXERCISE",
  "exercise.text": "This page shows an exercise, not a real incident",
  "announce.place": "{number} {title}: from {before} to {after}",
  "announce.new": "New incident {number} {title}",
  "nav.punctuality": "Punctuality",
};
