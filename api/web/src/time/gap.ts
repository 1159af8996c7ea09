/**
 * Whether the machine has slept: its steady clock stands still meanwhile, its calendar does not.
 *
 * Only what the two clocks disagree about between one look and the next counts, so that a
 * calendar that is wrong, or that runs a little fast, is no sleep.
 */
const LEAST_MS = 2_000;

export class Gap {
  private lastSteady: number;
  private lastWall: number;

  constructor(
    private readonly steady: () => number,
    private readonly wall: () => number,
  ) {
    this.lastSteady = steady();
    this.lastWall = wall();
  }

  /** By how much the calendar went further than the steady clock since the last look; 0 if by nothing. */
  look(): number {
    const steady = this.steady();
    const wall = this.wall();
    const found = wall - this.lastWall - (steady - this.lastSteady);
    this.lastSteady = steady;
    this.lastWall = wall;
    return Math.abs(found) < LEAST_MS ? 0 : found;
  }
}
