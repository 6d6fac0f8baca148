/** How loud a stream is. */
export interface LevelMeter {
  /** now, 0 to 1 */
  level(): number;
  close(): void;
}

/** The loudest of the samples, 0 to 1; a sample of 128 is silence (Web Audio API, getByteTimeDomainData). */
function loudestOf(samples: Uint8Array): number {
  let loudest = 0;
  for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample - 128) / 128);
  return loudest;
}

/** Listens to a stream without playing it. */
export function createLevelMeter(context: AudioContext, stream: MediaStream): LevelMeter {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 256;
  const samples = new Uint8Array(analyser.fftSize);
  source.connect(analyser);
  return {
    level() {
      analyser.getByteTimeDomainData(samples);
      return loudestOf(samples);
    },
    close: () => source.disconnect(),
  };
}
