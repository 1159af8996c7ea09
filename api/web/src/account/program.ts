/** The browser and the system out of what a browser says of itself; empty if it says nothing. Pure. */
export function programOf(agent: string | null): string {
  const browser = /(Edg|Firefox|Chrome|Safari)\/(\d+)/.exec(agent ?? "");
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent ?? "")?.[0] ?? "";
  if (!browser) return agent?.split(" ")[0] ?? "";
  return `${browser[1] === "Edg" ? "Edge" : browser[1]} ${browser[2]} ${system}`.trim();
}
