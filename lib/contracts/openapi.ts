/** What Nida's document has of JSON Schema 2020-12. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  additionalProperties?: Schema;
  examples?: unknown[];
}

export interface Content {
  schema?: Schema;
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Schema;
}

export interface Answer {
  description: string;
  headers?: Record<string, { description: string; schema: Schema; example: string }>;
  content: Record<string, Content>;
}

/** An OpenAPI Operation Object. */
export interface Call {
  operationId: string;
  tags: string[];
  summary: string;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Content> };
  /** by HTTP status */
  responses: Record<string, Answer>;
}

/** An OpenAPI Operation Object of a call that Nida makes. */
export interface Webhook {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody: { required: boolean; content: Record<string, Content> };
  responses: Record<string, { description: string }>;
}

/** What Nida's document has of OpenAPI 3.1. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  tags: { name: string }[];
  security: Record<string, string[]>[];
  /** by path and method */
  paths: Record<string, Record<string, Call>>;
  /** by the name of what happened */
  webhooks: Record<string, { post: Webhook }>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, object> };
}
