import type { Page } from "@playwright/test";

interface Sounding {
  /** what goes to the loudspeakers at this moment, and since when */
  out: Map<AudioNode, number>;
  /** the pitch of every note so far */
  hertz: number[];
  /** the loudspeakers that were chosen for elements that play, in turn */
  sinks: string[];
  /** the tones that were silenced: from when to when, milliseconds since 1970 */
  over: { from: number; to: number }[];
}

type Wiring = (this: AudioNode, ...args: unknown[]) => unknown;

/** Watches what a page plays by Web Audio. An init script: no hook in the product. */
export const rememberSounds = () => {
  const sounding: Sounding = { out: new Map(), hertz: [], sinks: [], over: [] };
  Object.assign(window, { testSounding: sounding });
  // Both have overloads that no one signature of TypeScript covers.
  const { connect, disconnect } = AudioNode.prototype as unknown as Record<"connect" | "disconnect", Wiring>;
  const { start } = OscillatorNode.prototype;
  Object.assign(AudioNode.prototype, {
    connect(this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) sounding.out.set(this, Date.now());
      return connect.apply(this, args);
    },
    disconnect(this: AudioNode, ...args: unknown[]) {
      const from = sounding.out.get(this);
      if (from !== undefined) sounding.over.push({ from, to: Date.now() });
      sounding.out.delete(this);
      return disconnect.apply(this, args);
    },
  });
  const { setSinkId } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.setSinkId = async function (id) {
    await setSinkId.call(this, id);
    sounding.sinks.push(id);
  };
  OscillatorNode.prototype.start = function (...args) {
    sounding.hertz.push(this.frequency.value);
    return start.apply(this, args);
  };
};

/** How many tones the page lets be heard now: a ring is one. */
export const tonesOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { testSounding } = window as unknown as { testSounding: Sounding };
    return [...testSounding.out.keys()].filter((node) => node.context.state === "running").length;
  });

/** The pitches that the page has struck so far, in hertz. */
export const pitchesOf = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { testSounding: Sounding }).testSounding.hertz);

/** The loudspeakers on which the browser has agreed to play, by id, in turn. */
export const sinksOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { testSounding: Sounding }).testSounding.sinks);

/** The tones that the page has silenced again, by when. */
export const silencedOf = (page: Page): Promise<Sounding["over"]> =>
  page.evaluate(() => (window as unknown as { testSounding: Sounding }).testSounding.over);
