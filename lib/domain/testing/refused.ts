import { isOperationError } from "@/lib/domain/errors";

/** What an operation refuses with: `"code"`, `"code reason"` or `"code field:reason …"`; "nothing" if it did not. */
export async function refused(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "nothing";
  } catch (error) {
    if (!isOperationError(error)) throw error;
    const fields = Object.entries(error.fields ?? {}).flatMap(([field, reasons]) =>
      reasons.map(({ reason }) => `${field}:${reason}`),
    );
    return [error.code, error.reason?.reason, ...fields].filter(Boolean).join(" ");
  }
}
