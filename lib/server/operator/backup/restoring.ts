import { Trouble } from "@/lib/server/operator/trouble";

/** What a restore into either kind of database needs to know. */
export interface Restoring {
  force: boolean;
  /** null where the backup brings none */
  secret: string | null;
  /** copies the files of the backup to where this server keeps files */
  putFiles(): Promise<void>;
}

export const inUse = (where: string) =>
  new Trouble(`${where} is in use already. To put a backup in its place, add --force: what is there is kept aside.`);

/** This moment as it stands in the names of what is put aside: 14 digits, to the second. */
export const stamp = () => new Date().toISOString().replace(/\D/g, "").slice(0, 14);
