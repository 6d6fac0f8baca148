export interface PrivatePostgres {
  url: string;
  stop(): Promise<void>;
}

export function postgresFolder(): string | null;
export function startPostgres(options?: { durable?: boolean }): Promise<PrivatePostgres | null>;
