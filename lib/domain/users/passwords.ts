import { hash, type Options, verify } from "@node-rs/argon2";

// OWASP's first choice for argon2id (the library's default algorithm): 19 MiB, two passes, one lane.
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Matches no password; costs as much to check as a real one, so that time does not tell who exists. */
export const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$gkIrMOhS8KA1aa20CulUAg$GA91kQR8+qFbvBxPv/dyj73UoF18j8kCgaVm+x3FXj0";

/** Answers a PHC string with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** One verification, whether there is a hash or not. */
export function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  return verify(passwordHash || nobodysHash, password);
}
