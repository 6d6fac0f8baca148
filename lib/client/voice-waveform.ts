/** How many bars a voice note's waveform has. */
export const WAVEFORM_STEPS = 64;

/**
 * Loudness over time (each 0 to 1), drawn together to 64 steps of its loudest, made visible (the loudest reaches the
 * top, quiet is not nothing), as base64 of one byte a step.
 */
export function waveformOf(levels: readonly number[]): string {
  const top = Math.max(0.08, ...levels);
  const steps = Math.min(WAVEFORM_STEPS, Math.max(1, levels.length));
  const bytes = Array.from({ length: steps }, (_, step) => {
    const from = Math.floor((step * levels.length) / steps);
    const to = Math.max(from + 1, Math.floor(((step + 1) * levels.length) / steps));
    const loudest = Math.max(0, ...levels.slice(from, to));
    return Math.round(Math.sqrt(Math.min(1, loudest / top)) * 255);
  });
  return btoa(String.fromCharCode(...bytes));
}

/** The bars of a waveform, each 0 to 1; a flat line where there is none or it cannot be read. */
export function barsOf(waveform: string | null): number[] {
  try {
    const bars = Array.from(atob(waveform ?? ""), (step) => step.charCodeAt(0) / 255);
    if (bars.length > 0) return bars;
  } catch {
    // Made by another client.
  }
  return Array.from({ length: WAVEFORM_STEPS }, () => 0.12);
}
