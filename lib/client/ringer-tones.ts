/** What is to be heard: the callee's ring, the caller's ringback, the two short signs that it is over, and a try. */
export type Sound = "ring" | "ringback" | "busy" | "end" | "sample";

interface Note {
  /** seconds from the start of the pattern */
  at: number;
  length: number;
  hertz: number[];
}

interface Tone {
  notes: Note[];
  /** seconds until it begins anew; null plays once */
  every: number | null;
  /** seconds in which it grows to its full loudness */
  fadeIn: number;
  loudness: number;
}

// A rising fifth and its answer, as a call across a courtyard.
const melody: Note[] = [
  { at: 0, length: 0.34, hertz: [587.33, 1174.66] },
  { at: 0.2, length: 0.5, hertz: [880, 1760] },
  { at: 0.55, length: 0.7, hertz: [739.99, 1479.98] },
];
const beep = (at: number): Note => ({ at, length: 0.25, hertz: [425] });

export const tones: Record<Sound, Tone> = {
  // Every two seconds, like the rings around the avatar.
  ring: { notes: melody, every: 2, fadeIn: 4, loudness: 0.3 },
  sample: { notes: melody, every: null, fadeIn: 0, loudness: 0.3 },
  // 425 Hz, one second on and four off (ITU-T E.180).
  ringback: { notes: [{ at: 0, length: 1, hertz: [425] }], every: 5, fadeIn: 0.4, loudness: 0.07 },
  busy: { notes: [beep(0), beep(0.5), beep(1), beep(1.5)], every: null, fadeIn: 0, loudness: 0.09 },
  end: {
    notes: [
      { at: 0, length: 0.16, hertz: [520] },
      { at: 0.17, length: 0.24, hertz: [390] },
    ],
    every: null,
    fadeIn: 0,
    loudness: 0.09,
  },
};

/** Plays the sound from now on, `to` the system's loudspeaker or wherever; answers how to silence it at once. */
export function playTone(context: AudioContext, sound: Sound, to: AudioNode = context.destination): () => void {
  const tone = tones[sound];
  const out = context.createGain();
  out.gain.setValueAtTime(tone.fadeIn ? tone.loudness * 0.12 : tone.loudness, context.currentTime);
  if (tone.fadeIn) out.gain.linearRampToValueAtTime(tone.loudness, context.currentTime + tone.fadeIn);
  out.connect(to);

  const pattern = () => {
    for (const note of tone.notes) for (const hertz of note.hertz) strike(context, out, note, hertz);
  };
  pattern();
  const again = tone.every ? setInterval(pattern, tone.every * 1000) : undefined;
  return () => {
    clearInterval(again);
    out.disconnect();
  };
}

function strike(context: AudioContext, out: AudioNode, note: Note, hertz: number): void {
  const start = context.currentTime + note.at;
  const oscillator = context.createOscillator();
  const envelope = context.createGain();
  // Overtones are softer than the note they belong to.
  const peak = hertz === note.hertz[0] ? 1 : 0.18;
  oscillator.frequency.value = hertz;
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(peak, start + 0.02);
  envelope.gain.setValueAtTime(peak, start + note.length * 0.4);
  envelope.gain.exponentialRampToValueAtTime(0.001, start + note.length);
  oscillator.connect(envelope).connect(out);
  oscillator.start(start);
  oscillator.stop(start + note.length);
}
