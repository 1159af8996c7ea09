/** The sounds of the bell, made here: no file is loaded. Each kind, and every exercise, has its own. */
import type { AlarmKind } from "./conditions";

/** Hertz and seconds, one after the other; 0 hertz is a pause. */
type Tone = [hertz: number, seconds: number];

const PATTERNS: Record<AlarmKind, Tone[]> = {
  exhausted: [[988, 0.14], [740, 0.14], [988, 0.14], [740, 0.14], [0, 0.12], [988, 0.14], [740, 0.14], [988, 0.3]],
  new: [[660, 0.18], [880, 0.18], [1100, 0.3], [0, 0.15], [660, 0.18], [880, 0.18], [1100, 0.3]],
  call: [[740, 0.12], [740, 0.12], [0, 0.14], [740, 0.12], [740, 0.12], [988, 0.3]],
  overdue: [[880, 0.22], [587, 0.3], [0, 0.1], [880, 0.22], [587, 0.3]],
  decision: [[784, 0.2], [0, 0.08], [784, 0.2], [988, 0.3]],
  due: [[698, 0.25], [880, 0.25]],
  unsigned: [[587, 0.2], [0, 0.1], [587, 0.2]],
};
/** An exercise is lower, softer and of another timbre: nobody takes it for a real one. */
const EXERCISE = { hertz: 0.5, volume: 0.35, wave: "triangle" as OscillatorType };
const REAL = { hertz: 1, volume: 0.6, wave: "square" as OscillatorType };
const GAP = 0.03;

/** When each tone begins and how high it is; and the length of the whole. */
export function melody(kind: AlarmKind, exercise: boolean): { tones: { at: number; hertz: number; seconds: number }[]; seconds: number } {
  const tones: { at: number; hertz: number; seconds: number }[] = [];
  let at = 0;
  for (const [hertz, seconds] of PATTERNS[kind]) {
    if (hertz) tones.push({ at, hertz: hertz * (exercise ? EXERCISE : REAL).hertz, seconds });
    at += seconds + GAP;
  }
  return { tones, seconds: at };
}

let context: AudioContext | null = null;

/** Whether the browser lets this page make sounds; it asks for a press first. */
export async function unlock(): Promise<boolean> {
  if (typeof AudioContext === "undefined") return false;
  context ??= new AudioContext();
  if (context.state !== "running") {
    // Without a press on the page the promise stays open: what counts is the state a moment later.
    await Promise.race([context.resume().catch(() => undefined), new Promise((done) => setTimeout(done, 300))]);
  }
  return audible();
}

export const audible = (): boolean => context?.state === "running";
/** A browser without sounds at all is not merely waiting for a press. */
export const hasSound = (): boolean => typeof AudioContext !== "undefined";

export function play(kind: AlarmKind, exercise: boolean): boolean {
  if (!context || context.state !== "running") return false;
  const voice = exercise ? EXERCISE : REAL;
  const start = context.currentTime + 0.02;
  for (const { at, hertz, seconds } of melody(kind, exercise).tones) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = voice.wave;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, start + at);
    volume.gain.linearRampToValueAtTime(voice.volume * 0.4, start + at + 0.015);
    volume.gain.setValueAtTime(voice.volume * 0.4, start + at + seconds - 0.03);
    volume.gain.linearRampToValueAtTime(0, start + at + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + seconds);
  }
  return true;
}
