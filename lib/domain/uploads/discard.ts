import type { Context, Storage } from "@/lib/domain/context";

/** The bytes of a row that is gone. */
export interface FreedBytes {
  storageKey: string;
  thumbKey: string | null;
}

/** Deletes bytes that no row knows. Failing is no failure of the call: the sweep finds orphans. */
export async function discardKeys(storage: Storage, keys: readonly (string | null | undefined)[]): Promise<void> {
  await Promise.all(keys.map((key) => key && storage.delete(key).catch(() => undefined)));
}

/** After the commit that deleted their rows: removes the bytes that no other row shares. */
export async function discardBytes(ctx: Pick<Context, "db" | "storage">, freed: readonly FreedBytes[]): Promise<void> {
  for (const { storageKey, thumbKey } of freed) {
    if ((await ctx.db.upload.count({ where: { storageKey } })) > 0) continue;
    await discardKeys(ctx.storage, [storageKey, thumbKey]);
  }
}
