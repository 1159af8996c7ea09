/** Outlines of divisions (GeoJSON, WGS 84) as paths of a picture. Pure. */

export interface Outline {
  code: string;
  /** Rings of points, longitude and latitude in degrees. */
  rings: [number, number][][];
}

export interface Drawn {
  code: string;
  path: string;
  /** Where the name stands: the middle of the largest ring's extent. */
  x: number;
  y: number;
}

/** Paths within a picture `width` high and wide as given; north is up, the middle latitude true. */
export function drawn(outlines: Outline[], width: number, height: number): Drawn[] {
  const points = outlines.flatMap((one) => one.rings.flat());
  if (!points.length) return [];
  const span = extent(points);
  const squeeze = Math.cos((((span.south + span.north) / 2) * Math.PI) / 180);
  const scale = Math.min(width / ((span.east - span.west) * squeeze || 1), height / (span.north - span.south || 1));
  const left = (width - (span.east - span.west) * squeeze * scale) / 2;
  const top = (height - (span.north - span.south) * scale) / 2;
  const at = ([east, north]: [number, number]): [number, number] => [
    left + (east - span.west) * squeeze * scale,
    top + (span.north - north) * scale,
  ];
  return outlines.map(({ code, rings }) => {
    const path = rings.map((ring) => `M${ring.map((point) => at(point).map((n) => n.toFixed(1)).join(" ")).join("L")}Z`).join("");
    const largest = [...rings].sort((a, b) => b.length - a.length)[0] ?? [];
    const own = extent(largest);
    const [x, y] = at([(own.west + own.east) / 2, (own.south + own.north) / 2]);
    return { code, path, x, y };
  });
}

function extent(points: [number, number][]) {
  const found = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [east, north] of points) {
    found.west = Math.min(found.west, east);
    found.east = Math.max(found.east, east);
    found.south = Math.min(found.south, north);
    found.north = Math.max(found.north, north);
  }
  return found;
}
