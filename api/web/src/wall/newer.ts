/**
 * A wall that has run for weeks takes a new version of the page by itself, once.
 *
 * The page that the server gives now names other files than the page that runs here. A version
 * for which this tab has been loaded anew already is left alone: behind a balancer with two
 * versions, or a cache that gives the old page, a wall would otherwise blink for ever.
 */

const KEPT = "zhiban.wall-reloaded-for";
const MOST_KEPT = 10;

/** The script that a page starts with, by its name with a hash in it; null where there is none. */
export function startsWith(page: string): string | null {
  return /<script[^>]*\ssrc="(?:[^"]*\/)?([^"/]+\.js)"/.exec(page)?.[1] ?? null;
}

/** Whether to load the page anew: it is another one, and it has not been tried. */
export function shouldReload(own: string | null, theirs: string | null, tried: string[]): boolean {
  return own !== null && theirs !== null && own !== theirs && !tried.includes(theirs);
}

export interface Tab {
  /** The page as the server gives it now. */
  fetchPage(): Promise<string>;
  ownScript(): string | null;
  kept(): string[];
  keep(tried: string[]): void;
  reload(): void;
}

/** Load the page anew if the server has another one. Never throws: a wall goes on as it is. */
export async function takeNewer(tab: Tab): Promise<void> {
  const page = await tab.fetchPage().catch(() => "");
  const theirs = startsWith(page);
  const tried = tab.kept();
  if (!shouldReload(tab.ownScript(), theirs, tried)) return;
  tab.keep([...tried, theirs!].slice(-MOST_KEPT));
  tab.reload();
}

export const browserTab: Tab = {
  async fetchPage() {
    const page = await fetch(new URL(".", document.baseURI), { cache: "no-cache", signal: AbortSignal.timeout(30_000) });
    return page.ok ? page.text() : "";
  },
  ownScript() {
    const source = document.querySelector<HTMLScriptElement>("script[type=module][src]")?.src ?? "";
    return source.split("/").at(-1) || null;
  },
  kept() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as string[];
    } catch {
      return [];
    }
  },
  keep: (tried) => sessionStorage.setItem(KEPT, JSON.stringify(tried)),
  reload: () => location.reload(),
};
