import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentedEndpoints } from "../src/kernel/http/openapi.ts";
import { buildServer } from "../src/kernel/http/server.ts";
import { authenticate } from "../src/people/index.ts";
import { type TestApp, testApp } from "./app.ts";
import { routesOf } from "./routes-of.ts";

type Operation = {
  summary?: string;
  operationId: string;
  parameters?: { name: string; in: string }[];
  responses: Record<string, unknown>;
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
};
let t: TestApp;
let api: {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, object>;
};
let operations: { at: string; path: string; method: string; operation: Operation }[];
beforeAll(async () => {
  t = await testApp();
  api = (await t.inject({ url: "openapi.json", as: null })).body;
  operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      at: `${method.toUpperCase()} ${path}`,
      path,
      method,
      operation,
    })),
  );
});
afterAll(() => t.close());

describe("the API's description", () => {
  it("is OpenAPI 3.1 with its two ways to authenticate", () => {
    expect(api.openapi).toBe("3.1.0");
    expect(Object.keys(api.components.securitySchemes ?? {})).toEqual(["apiKey", "session"]);
    expect(operations.length).toBeGreaterThan(50);
  });

  it("has every endpoint of every slice, each once", () => {
    const endpoints = documentedEndpoints(t.app).map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`,
    );
    expect(endpoints.toSorted()).toEqual([...new Set(endpoints)].toSorted());
    expect(operations.map(({ at }) => at).toSorted()).toEqual(endpoints.toSorted());
  });

  it("leaves out nothing that is answered under /api/v1", async () => {
    const server = await buildServer(t.app, authenticate(t.app));
    const answered = routesOf(server).filter((route) => route.includes(" /api/"));
    const described = new Set(operations.map(({ at }) => at));
    const asDescribed = answered.map((route) => route.replace("/api/v1", "").replaceAll(/:(\w+)/g, "{$1}"));
    expect(asDescribed.filter((at) => !described.has(at))).toEqual([]);
    expect(answered.length).toBeGreaterThan(20);
    await server.close();
  });

  it("says of every operation what it does, in the imperative and without a full stop", () => {
    const bad = operations.filter(({ operation }) => !/^[A-Z].*[^.]$/.test(operation.summary ?? ""));
    expect(bad.map(({ at }) => at)).toEqual([]);
  });

  it("names operations uniquely, and every path parameter", () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { at, path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const named = (operation.parameters ?? [])
        .filter((each) => each.in === "path")
        .map((each) => each.name);
      expect(named.toSorted(), at).toEqual(inPath.toSorted());
    }
  });

  it("writes paths in kebab-case, and only of nouns", () => {
    const bad = Object.keys(api.paths).filter(
      (path) => !/^(\/([a-z0-9-]+(\.(json|csv))?|\{\w+\}))+$/.test(path),
    );
    expect(bad).toEqual([]);
    const verbs = /\/(create|update|delete|get|list|set|do|fetch|process)(\/|$)/;
    expect(Object.keys(api.paths).filter((path) => verbs.test(path))).toEqual([]);
  });

  it("answers problems everywhere, and has one success each", () => {
    for (const { at, operation } of operations) {
      const successes = Object.keys(operation.responses).filter((status) => status.startsWith("2"));
      expect(successes, at).toHaveLength(1);
      expect(operation.responses.default, at).toEqual({ $ref: "#/components/responses/Problem" });
    }
  });

  it("reads nothing from a body with GET, and knows the shape of every body", () => {
    for (const { at, method, operation } of operations) {
      if (method === "get") expect(operation.requestBody, at).toBeUndefined();
      const schema = operation.requestBody?.content["application/json"]?.schema;
      if (schema) expect(Object.keys(schema).length, at).toBeGreaterThan(0);
    }
  });
});
