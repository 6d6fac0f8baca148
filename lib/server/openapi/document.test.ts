import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { WebhookType } from "@/lib/contracts/webhooks";
import { operations } from "@/lib/domain/operations";
import { documentFor } from "./document";
import { examples } from "./examples";
import { documentValidator } from "./testing/validator";

const document = documentFor("https://nida.test");
const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, call]) => ({ path, method, call })),
);

describe("the API's document", () => {
  it("is OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it("has each operation with an address once, and refers to nothing that it does not hold", () => {
    const addressed = operations.flatMap(({ rest }) => rest ?? []);
    expect(calls.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(addressed.sort());
    const ids = calls.map(({ call }) => call.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const text = JSON.stringify(document);
    const known = Object.keys(document.components.schemas).map((name) => `"#/components/schemas/${name}"`);
    for (const [, ref] of text.matchAll(/"\$ref":("[^"]+")/g)) expect(known).toContain(ref);
    expect(text, "no host but ours").not.toMatch(/https?:\/\/(?!nida\.(test|example\.org))/);
  });

  it("puts each field of an input in one place: path, query or body", () => {
    const of = (method: string, path: string) => calls.find((one) => one.method === method && one.path === path)?.call;
    const send = of("post", "/chat/conversations/{conversation_id}/messages");
    expect(send).toMatchObject({
      parameters: [{ name: "conversation_id", in: "path", required: true, schema: { type: "integer" } }],
      requestBody: {
        content: {
          "application/json": {
            schema: { properties: { message: { type: "string" }, client_id: { format: "uuid" } } },
          },
          "multipart/form-data": { schema: { properties: { file: { type: "string", format: "binary" } } } },
        },
      },
    });
    expect(Object.keys(send?.responses ?? {})).toEqual(
      expect.arrayContaining(["200", "401", "403", "404", "409", "413", "415", "422", "429", "500", "507"]),
    );
    const list = of("get", "/chat/conversations/{conversation_id}/messages");
    expect(list?.parameters).toContainEqual(
      expect.objectContaining({
        name: "limit",
        in: "query",
        required: false,
        schema: expect.objectContaining({ default: 50 }),
      }),
    );
    expect(list).not.toHaveProperty("requestBody");
    expect(of("post", "/uploads")?.requestBody?.content).not.toHaveProperty("application/json");
    expect(of("post", "/login")).toMatchObject({ security: [] });
    expect(of("get", "/uploads/{upload_id}")?.responses["200"]?.content).toEqual({ "*/*": {} });
    expect(of("get", "/me/export")?.responses["200"]?.content).toMatchObject({
      "application/json": { schema: { properties: { data: { $ref: "#/components/schemas/Export" } } } },
    });
    expect(document.components.schemas.ExportedConversation).toMatchObject({
      properties: { messages: { type: "array", items: { $ref: "#/components/schemas/Message" } } },
    });
  });

  it("shows examples that are what they are examples of", () => {
    const invalid = documentValidator(document);
    const byName = new Map(operations.map((op) => [op.name, op]));
    const ofCalls = Object.entries(examples).filter(([name]) => !name.startsWith("webhook "));
    for (const [name, { body, answer }] of ofCalls) {
      const [method = "", path = ""] = byName.get(name)?.rest?.toLowerCase().split(" ") ?? [];
      const call = document.paths[path]?.[method];
      const content = call?.requestBody?.content["application/json"];
      if (body !== undefined) expect(invalid(content?.schema, body), `${name} body`).toBeNull();
      const answered = call?.responses["200"]?.content["application/json"]?.schema;
      expect(answered, name).toBeDefined();
      if (answer !== undefined) expect(invalid(answered, answer), name).toBeNull();
    }
  });

  it("describes each webhook, with an example", () => {
    const invalid = documentValidator(document);
    expect(Object.keys(document.webhooks).sort()).toEqual([...WebhookType.options].sort());
    for (const [type, { post }] of Object.entries(document.webhooks)) {
      const { schema, example } = post.requestBody.content["application/json"] ?? {};
      expect(example).toMatchObject({ type });
      expect(invalid(schema, example), type).toBeNull();
      expect(invalid(schema, { ...Object(example), data: {} }), type).not.toBeNull();
    }
  });
});
