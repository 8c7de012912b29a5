import type { Endpoint } from "@perennial/contract";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composition } from "../src/composition.ts";
import { buildServer } from "../src/kernel/http/server.ts";
import { type TestApp, testApp } from "./app.ts";
import { openRoutes, type Requirement, requirements, testedElsewhere } from "./authorisation-table.ts";
import { allows, keyFor, makePrincipals, type Principal } from "./principals.ts";
import { routesOf } from "./routes-of.ts";
import { sampleOf } from "./sample-of.ts";

let t: TestApp;
let server: FastifyInstance;
let principals: Principal[];
const endpoints = new Map<string, Endpoint>();
const allPermissions = [...new Set(Object.values(requirements).flatMap((each) => each.permissions))];

beforeAll(async () => {
  t = await testApp();
  server = await buildServer(t.app, composition.authenticate(t.app), composition.mounts);
  for (const slice of t.app.slices)
    for (const { endpoint } of slice.routes ?? [])
      endpoints.set(`${endpoint.method} ${endpoint.path}`, endpoint);
  principals = await makePrincipals(t);
});
afterAll(async () => {
  await server.close();
  await t.close();
});

describe("the authorisation matrix", () => {
  it("knows every route that is answered, and no other", () => {
    const answered = routesOf(server).filter(
      (route) => !(route in openRoutes) && !(route in testedElsewhere),
    );
    const named = Object.keys(requirements).map((route) => route.replace(" ", " /api/v1"));
    expect(answered.toSorted()).toEqual(named.toSorted());
  });

  it("gives nothing at an open address to whoever comes without its token", async () => {
    const writes = Object.keys(openRoutes).filter(
      (route) => route.startsWith("POST ") && route !== "POST /auth/sign-out",
    );
    for (const route of writes) {
      const url = route.replace("POST ", "").replace(":token", "x".repeat(43));
      const headers = { "x-perennial-csrf": "1" };
      const answer = await server.inject({ method: "POST", url, headers, payload: {} });
      expect([400, 401, 403, 404, 415], route).toContain(answer.statusCode);
      expect(answer.headers["set-cookie"], route).toBeUndefined();
    }
  });

  it("refuses whoever may not, before anything is written", { timeout: 300_000 }, async () => {
    const wrong: string[] = [];
    const shipped = await countRows(t);
    for (const [route, requirement] of Object.entries(requirements)) {
      const lacking = requirement.permissions.map((wanted) => {
        const others = allPermissions.filter((permission) => permission !== wanted);
        return keyFor(t, `a key with every scope but ${wanted}`, others);
      });
      for (const principal of [...principals, ...(await Promise.all(lacking))]) {
        const expected = expectedRefusal(principal, requirement);
        if (expected === undefined) continue;
        const { status, detail } = await send(route, principal, requirement);
        if (status !== expected)
          wrong.push(`${route} as ${principal.name}: ${status}, not ${expected}. ${detail}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await countRows(t)).toBe(shipped);
  });

  it("serves whoever may, by exactly the permission it asks for", { timeout: 300_000 }, async () => {
    const wrong: string[] = [];
    for (const [route, requirement] of Object.entries(requirements)) {
      const exact = await keyFor(t, "a key with just this scope", requirement.permissions);
      for (const principal of [...principals, exact]) {
        if (expectedRefusal(principal, requirement) !== undefined) continue;
        const { status, detail } = await send(route, principal, requirement);
        if ([401, 403].includes(status) || status >= 500)
          wrong.push(`${route} as ${principal.name}: ${status}. ${detail}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

function expectedRefusal(principal: Principal, requirement: Requirement): 401 | 403 | undefined {
  if (principal.permissions === null) return 401;
  if (requirement.isForPeople && !principal.isPerson) return 403;
  return allows(principal, requirement.permissions) ? undefined : 403;
}

async function send(route: string, principal: Principal, requirement: Requirement) {
  const endpoint = endpoints.get(route);
  if (!endpoint) throw new Error(`no endpoint for ${route}`);
  const params = (sampleOf(endpoint.params) ?? {}) as Record<string, unknown>;
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const query = new URLSearchParams((sampleOf(endpoint.query) ?? {}) as Record<string, string>);
  const sample = sampleOf(endpoint.body);
  const body = requirement.body ? { ...(sample as object), ...requirement.body } : sample;
  const file = requirement.payload;
  const answer = await server.inject({
    method: endpoint.method,
    url: `/api/v1${path}?${query}`,
    headers: { ...principal.headers, ...(file ? { "content-type": file.type } : {}) },
    ...(file ? { payload: file.text } : body === undefined ? {} : { payload: body as object }),
  });
  const isProblem = answer.statusCode >= 400;
  return { status: answer.statusCode, detail: isProblem ? String(answer.json().detail) : "" };
}

/** Records of kinds that only the tried requests could have made. */
async function countRows({ db }: TestApp): Promise<number> {
  const counts = await Promise.all(
    (["accounts", "contacts", "organizations", "tickets", "trait_definitions"] as const).map((table) =>
      db.selectFrom(table).select("id").execute(),
    ),
  );
  return counts.flat().length;
}
