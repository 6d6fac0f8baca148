import type { z } from "zod";
import type * as calls from "./calls";
import type * as channels from "./channels";
import type * as chat from "./chat";
import type * as friends from "./friends";
import type { Operation } from "./operation";
import type * as uploads from "./uploads";
import type * as users from "./users";

type Everything = typeof users & typeof friends & typeof chat & typeof calls & typeof channels & typeof uploads;

type AddressOf<T> = T extends Operation<z.ZodType, z.ZodType, infer R> ? Extract<R, string> : never;

/** Every REST call by its method and path, as `lib/domain/operations.ts` has them: what it takes and what it answers. */
export type RestCalls = {
  [K in keyof Everything as AddressOf<Everything[K]>]: Everything[K] extends Operation<infer I, infer O>
    ? { input: z.input<I>; output: z.output<O> }
    : never;
};
