/** The alarm about gaps looks 24 hours ahead, and was last asked a minute ago. Pure. */
const AHEAD_MS = 24 * 60 * 60_000;
const SLACK_MS = 5 * 60_000;

/** Whether the gap ends only because nobody has looked further. */
export const goesOn = (endsAt: string, now: number): boolean => Date.parse(endsAt) >= now + AHEAD_MS - SLACK_MS;
