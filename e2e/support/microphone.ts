import type { BrowserContext, Page } from "@playwright/test";

interface Rehearsed {
  testMicrophone: { refuse: string | null; tracks: MediaStreamTrack[] };
}

/** Lets a test take a person's microphone away: by a refusal as a browser gives it, or as a cable pulled mid-call. */
export const rehearseMicrophone = (context: BrowserContext, refuse: string | null = null) =>
  context.addInitScript((given) => {
    const state: Rehearsed["testMicrophone"] = { refuse: given, tracks: [] };
    Object.assign(window, { testMicrophone: state });
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      if (state.refuse) throw new DOMException("refused by the test", state.refuse);
      const stream = await real(constraints);
      state.tracks.push(...stream.getTracks());
      return stream;
    };
  }, refuse);

/** From now on the browser refuses with this `DOMException`, or gives again. */
export const refuseMicrophone = (page: Page, refuse: string | null) =>
  page.evaluate((name) => {
    (window as unknown as Rehearsed).testMicrophone.refuse = name;
  }, refuse);

/** What a browser does when the cable is pulled. */
export const pullMicrophone = (page: Page) =>
  page.evaluate(() => {
    for (const track of (window as unknown as Rehearsed).testMicrophone.tracks.splice(0)) {
      track.dispatchEvent(new Event("ended"));
    }
  });

/** What a browser does when a device comes. */
export const plugIn = (page: Page) =>
  page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event("devicechange")));

/** The name of the microphone whose sound a page sends. */
export const sentFrom = (page: Page) =>
  page.evaluate(() => {
    const { testPeers = [] } = window as unknown as { testPeers?: RTCPeerConnection[] };
    const live = testPeers.filter((peer) => peer.connectionState === "connected").at(-1);
    return live?.getSenders().find((sender) => sender.track?.kind === "audio")?.track?.label ?? null;
  });
