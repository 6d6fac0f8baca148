/**
 * What Opus is asked for (RFC 7587, section 6.1): redundancy against loss, silence while nobody speaks, one channel.
 * A description says what its own side wants to receive, so both sides ask.
 */
const wishes = { useinbandfec: "1", usedtx: "1", stereo: "0", "sprop-stereo": "0" };

/** The SDP with its Opus tuned for speech; other codecs, and an SDP without Opus, stay as they are. */
export function tuneForSpeech(sdp: string): string {
  const opus = new Set([...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000\/2\r?$/gim)].map(([, payload]) => payload));
  const asked = new Set<string>();
  const tuned = sdp.replace(/^a=fmtp:(\d+) ([^\r\n]*)/gm, (line, payload: string, given: string) => {
    if (!opus.has(payload)) return line;
    asked.add(payload);
    return `a=fmtp:${payload} ${withWishes(given)}`;
  });
  // A browser may leave the line out when it wants nothing special.
  return tuned.replace(
    /^(a=rtpmap:(\d+) opus\/48000\/2)(\r?)$/gim,
    (line, map: string, payload: string, end: string) =>
      asked.has(payload) ? line : `${map}${end}\n${`a=fmtp:${payload} ${withWishes("")}`}${end}`,
  );
}

function withWishes(given: string): string {
  const parameters = new Map<string, string>();
  for (const one of given.split(";")) {
    const [name = "", ...value] = one.trim().split("=");
    if (name) parameters.set(name, value.join("="));
  }
  for (const [name, value] of Object.entries(wishes)) parameters.set(name, value);
  return [...parameters].map(([name, value]) => `${name}=${value}`).join(";");
}
