import { describe, expect, test } from "vitest";
import { tuneForSpeech } from "./opus-speech";

// An offer of Chromium for one audio track, shortened to three codecs.
const offer = [
  "v=0",
  "o=- 5118466478190166157 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1",
  "a=extmap-allow-mixed",
  "a=msid-semantic: WMS 5b6b",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0",
  "c=IN IP4 0.0.0.0",
  "a=rtcp:9 IN IP4 0.0.0.0",
  "a=ice-ufrag:VIHx",
  "a=ice-pwd:gNNNvHMPmTYzq4ZkzYbE3tDd",
  "a=mid:0",
  "a=sendrecv",
  "a=rtcp-mux",
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=rtpmap:63 red/48000/2",
  "a=fmtp:63 111/111",
  "a=rtpmap:0 PCMU/8000",
  "a=ssrc:2837363838 cname:5ZkM",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "a=mid:1",
  "a=sctp-port:5000",
  "",
].join("\r\n");

describe("Opus for speech", () => {
  test("asks for redundancy, silence and one channel, and keeps what the browser wanted", () => {
    const lines = tuneForSpeech(offer).split("\r\n");
    expect(lines).toContain("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;stereo=0;sprop-stereo=0");
    expect(lines.filter((line) => !line.startsWith("a=fmtp:111"))).toEqual(
      offer.split("\r\n").filter((line) => !line.startsWith("a=fmtp:111")),
    );
  });

  test("changes nothing the second time", () => {
    const once = tuneForSpeech(offer);
    expect(tuneForSpeech(once)).toBe(once);
  });

  test("turns round what the browser wanted otherwise", () => {
    const other = offer.replace("useinbandfec=1", "useinbandfec=0;usedtx=0;stereo=1");
    expect(tuneForSpeech(other)).toContain("minptime=10;useinbandfec=1;usedtx=1;stereo=0;sprop-stereo=0\r\n");
  });

  test("adds the line where the browser has none", () => {
    const bare = offer.replace("a=fmtp:111 minptime=10;useinbandfec=1\r\n", "");
    expect(tuneForSpeech(bare)).toContain(
      "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1;usedtx=1;stereo=0;sprop-stereo=0\r\n",
    );
  });

  test("leaves a description without Opus alone", () => {
    const without = offer.replace(/opus\/48000\/2/, "G722/8000");
    expect(tuneForSpeech(without)).toBe(without);
  });
});
