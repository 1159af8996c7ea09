/**
 * What a wall's address asks for beside its token. Pure: the address is read in frame/route.ts.
 *
 * `#/wall?kind=real&inch=75&distance=8&theme=light&legend=1&turn=20&map=on`
 */

export interface WallSettings {
  /** Which incidents are shown: all, the real ones alone, exercises alone. */
  kind: "all" | "real" | "exercise";
  /** The screen's diagonal, in inches. */
  inch: number;
  /** From where the screen is read, in metres. */
  distance: number;
  theme: "dark" | "light";
  legend: boolean;
  /** Seconds for which a page stands; 0: pages do not turn. */
  turn: number;
  /** The picture of the divisions: where reports of many are asked for, always, never. */
  map: "auto" | "on" | "off";
}

export const USUAL: WallSettings = { kind: "all", inch: 55, distance: 6, theme: "dark", legend: false, turn: 15, map: "auto" };

type Query = Record<string, unknown>;

const CHOICES = { kind: ["all", "real", "exercise"], theme: ["dark", "light"], map: ["auto", "on", "off"] } as const;
/** What a figure may be; another one is brought to the nearer end. */
const RANGES = { inch: [7, 200], distance: [0.5, 30], turn: [5, 600] } as const;

/** Whether the address says anything about the settings. */
export const asksFor = (query: Query): boolean => Object.keys(USUAL).some((name) => typeof query[name] === "string");

/** The settings of an address; what it leaves out, or what cannot be read, is as usual. */
export function settingsOf(query: Query): WallSettings {
  const text = (name: string) => (typeof query[name] === "string" ? (query[name] as string) : "");
  const choice = <K extends keyof typeof CHOICES>(name: K) =>
    (CHOICES[name] as readonly string[]).includes(text(name)) ? (text(name) as WallSettings[K]) : USUAL[name];
  const figure = (name: keyof typeof RANGES) => {
    const given = text(name).trim() === "" ? Number.NaN : Number(text(name));
    const [least, most] = RANGES[name];
    return Number.isFinite(given) ? Math.min(most, Math.max(least, given)) : USUAL[name];
  };
  return {
    kind: choice("kind"),
    inch: figure("inch"),
    distance: figure("distance"),
    theme: choice("theme"),
    legend: ["1", "true", "yes"].includes(text("legend")),
    turn: text("turn") === "0" ? 0 : figure("turn"),
    map: choice("map"),
  };
}

/** The part of an address that asks for these settings; empty where all is as usual. */
export function asked(settings: WallSettings): string {
  const names = Object.keys(USUAL) as (keyof WallSettings)[];
  const other = names.filter((name) => settings[name] !== USUAL[name]);
  return other.map((name) => `${name}=${name === "legend" ? "1" : settings[name]}`).join("&");
}
