import * as calls from "./calls";
import * as channels from "./channels";
import * as chat from "./chat";
import * as friends from "./friends";
import type { Operation } from "./operation";
import * as uploads from "./uploads";
import * as users from "./users";

function isOperation(value: unknown): value is Operation {
  return typeof value === "object" && value !== null && "execute" in value && "input" in value && "output" in value;
}

/** Everything that people can do: each operation that a folder of the domain exports. */
export const operations: Operation[] = [users, friends, chat, calls, channels, uploads].flatMap((folder) =>
  Object.values<unknown>(folder).filter(isOperation),
);
