/** Bytes that are gathered before they go out. */
const CHUNK = 64 * 1024;

type Entries = Record<string, unknown>;

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

const isObject = (value: unknown): value is Entries =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const holdsStream = (value: unknown): value is Entries =>
  isObject(value) && Object.values(value).some((inner) => isStream(inner) || holdsStream(inner));

/** JSON of a value whose lists may be async iterables, also inside of each other, as it is read. */
async function* piecesOf(value: unknown): AsyncGenerator<string> {
  if (isStream(value)) {
    let between = "[";
    for await (const item of value) {
      yield between;
      yield* piecesOf(item);
      between = ",";
    }
    yield between === "[" ? "[]" : "]";
  } else if (holdsStream(value)) {
    let between = "{";
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      yield `${between}${JSON.stringify(name)}:`;
      yield* piecesOf(inner);
      between = ",";
    }
    yield "}";
  } else {
    yield JSON.stringify(value ?? null);
  }
}

async function* chunksOf(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let gathered = "";
  for await (const piece of pieces) {
    gathered += piece;
    if (gathered.length < CHUNK) continue;
    yield Buffer.from(gathered);
    gathered = "";
  }
  if (gathered) yield Buffer.from(gathered);
}

/**
 * A JSON text (RFC 8259) that is read only as fast as it is taken. `onError` is told why it breaks off: by then the answer
 * has begun, and ends in the middle.
 */
export function jsonStream(value: unknown, onError: (error: unknown) => void): ReadableStream<Uint8Array> {
  const chunks = chunksOf(piecesOf(value));
  let gone = false;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value: chunk } = await chunks.next();
        // Whoever asked may have left while it was read.
        if (gone) return;
        if (done) controller.close();
        else controller.enqueue(chunk);
      } catch (error) {
        onError(error);
        controller.error(error);
      }
    },
    cancel() {
      gone = true;
      return chunks.return(undefined).then(() => undefined);
    },
  });
}
