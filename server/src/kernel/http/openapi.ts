import { type Endpoint, getOpenApi, problemSchema, streamChanges } from "@perennial/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { perDefinitionVersion } from "../definition-version.ts";
import { contributions } from "../slice.ts";
import type { Authenticate } from "./server.ts";

type JsonObject = { [key: string]: unknown };

declare module "../slice.ts" {
  interface SliceContributions {
    /** Endpoints that follow from the company's own definitions: those of each custom object, with its typed fields. */
    definedEndpoints: readonly ((app: App) => Promise<readonly Endpoint[]>)[];
  }
}

/** Every endpoint below `/api/v1`: the slices' own, and those the kernel answers itself. */
export function documentedEndpoints(app: App): Endpoint[] {
  const ofSlices = app.slices.flatMap((slice) => (slice.routes ?? []).map((route) => route.endpoint));
  return [...ofSlices, streamChanges, getOpenApi];
}

/** The OpenAPI 3.1 description of the API, worked out from the contract's own schemas. */
export function openApiOf(app: App, defined: readonly Endpoint[] = []): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const endpoint of [...documentedEndpoints(app), ...defined]) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = operationOf(endpoint);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Perennial",
      version: "1",
      description:
        "Lists answer `{ items, nextCursor }`. Writes may carry an `Idempotency-Key`. Problems are `application/problem+json`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: `${app.settings.publicUrl}/api/v1` }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, "output") },
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, beginning with pk_" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "perennial.session_token",
          description: "The session of somebody signed in; writes also carry `X-Perennial-Csrf: 1`",
        },
      },
      responses: {
        Problem: {
          description: "What went wrong, as a code and in words, with the fields that are wrong",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

/**
 * Answers the description at `/api/v1/openapi.json`: to anybody what every installation has, which tells nothing of the
 * company, and to those it recognises also what the company defined.
 */
export function mountOpenApi(server: FastifyInstance, app: App, authenticate: Authenticate): void {
  let description: JsonObject | undefined;
  const definedNow = perDefinitionVersion(async (of: App) => {
    const endpoints: Endpoint[] = [];
    for (const read of contributions(of, "definedEndpoints")) endpoints.push(...(await read(of)));
    return openApiOf(of, endpoints);
  });
  server.get(`/api/v1${getOpenApi.path}`, async (request) => {
    const isKnown = await authenticate(request).then(
      () => true,
      () => false,
    );
    if (isKnown) return definedNow(app, app.db);
    description ??= openApiOf(app);
    return description;
  });
}

function operationOf(endpoint: Endpoint): JsonObject {
  const query = schemaOf(endpoint.query, "input");
  const path = schemaOf(endpoint.params, "input");
  const hasBody = !(endpoint.body instanceof z.ZodUndefined);
  const parameters = [...parametersIn("path", path), ...parametersIn("query", query)];
  const isWrite = endpoint.method !== "GET";
  return {
    operationId: operationIdOf(endpoint),
    summary: endpoint.summary,
    ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
    tags: [endpoint.path.split("/")[1]],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody ? { requestBody: { required: true, content: json(schemaOf(endpoint.body, "input")) } } : {}),
    responses: {
      [endpoint.status]: {
        description: "Done",
        ...(endpoint.status === 204 ? {} : { content: contentOf(endpoint) }),
      },
      "400": problemRef,
      ...(endpoint === getOpenApi ? {} : { "401": problemRef, "403": problemRef }),
      ...(endpoint.path.includes(":") ? { "404": problemRef } : {}),
      ...(isWrite ? { "409": problemRef } : {}),
      default: problemRef,
    },
    ...(endpoint === getOpenApi ? { security: [] } : {}),
  };
}

const problemRef = { $ref: "#/components/responses/Problem" };

function contentOf(endpoint: Endpoint): JsonObject {
  const schema = schemaOf(endpoint.response, "output");
  return endpoint === streamChanges ? { "text/event-stream": { schema } } : json(schema);
}

function json(schema: JsonObject): JsonObject {
  return { "application/json": { schema } };
}

/** `POST /accounts/:id/restoration` → `post_accounts_id_restoration`. */
function operationIdOf({ method, path }: Endpoint): string {
  return `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+/g, "_")}`;
}

function parametersIn(place: "path" | "query", schema: JsonObject): JsonObject[] {
  const required = (schema.required ?? []) as string[];
  return Object.entries((schema.properties ?? {}) as Record<string, JsonObject>).map(([name, each]) => {
    const { description, ...rest } = each;
    return {
      name,
      in: place,
      required: place === "path" || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return json;
}
