export type Provider = "sqlite" | "postgresql";

export const root: string;
export const providers: Provider[];
export interface History {
  folder: string;
  lock: string | null;
  migrations: { name: string; sql: string }[];
}
export function historyOf(provider: Provider): History;
export function schemaFor(provider: Provider): string;
export function generate(): Promise<boolean>;
export function migrate(url: string): Promise<string[]>;
export function drift(provider: Provider, emptyUrl: string): Promise<string>;
export const migrationLock: number;
