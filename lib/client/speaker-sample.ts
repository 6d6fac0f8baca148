import { audioContext } from "./call-client-audio";
import { playTone } from "./ringer-tones";
import { sleep } from "./sleep";

/** How long the sample sounds, in milliseconds. */
const SAMPLE_MS = 1600;

/**
 * Lets three notes be heard on this loudspeaker, "" for the system's. Answers when they are over: false if the browser
 * would not play them there.
 */
export async function playSample(speaker: string): Promise<boolean> {
  const context = audioContext();
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  try {
    await context.resume();
    await element.setSinkId?.(speaker);
    await element.play();
  } catch {
    return false;
  }
  const silence = playTone(context, "sample", out);
  await sleep(SAMPLE_MS);
  silence();
  element.srcObject = null;
  return true;
}
