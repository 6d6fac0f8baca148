import { Trouble } from "@/lib/server/operator/trouble";

/** What both kinds of database are told. */
export interface How {
  force: boolean;
  /** null where the backup brings none */
  secret: string | null;
  putFiles(): Promise<void>;
}

export const inUse = (where: string) =>
  new Trouble(`${where} is in use already. To put a backup in its place, add --force: what is there is kept aside.`);

export const stamp = () => new Date().toISOString().replace(/\D/g, "").slice(0, 14);
