/** Notices on the desktop, where the browser has them and somebody has allowed them. */
import { go } from "../frame/route";

/** `none`: this browser, or an address without https, has no notices. */
export type Allowed = NotificationPermission | "none";

export const mayNotify = (): Allowed =>
  typeof Notification === "undefined" || !window.isSecureContext ? "none" : Notification.permission;

export async function askToNotify(): Promise<Allowed> {
  return mayNotify() === "default" ? Notification.requestPermission() : mayNotify();
}

/** Tabs of one browser share the tag: the second notice of the same thing takes the place of the first. */
export function notify(tag: string, text: string, path: string): void {
  if (mayNotify() !== "granted") return;
  try {
    const notice = new Notification(text, { tag, requireInteraction: true });
    notice.onclick = () => {
      window.focus();
      go.to(path);
      notice.close();
    };
  } catch {
    // Some phones have the name and no notices.
  }
}
