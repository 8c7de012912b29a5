import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { App } from "../app.ts";
import { gaugesText } from "./gauges.ts";

const registry = new Registry();
collectDefaultMetrics({ register: registry });
const requests = new Counter({
  name: "perennial_http_requests_total",
  help: "HTTP requests answered, by method, route and status",
  labelNames: ["method", "route", "status"],
  registers: [registry],
});
const durations = new Histogram({
  name: "perennial_http_request_duration_seconds",
  help: "Time to answer, in seconds",
  labelNames: ["method", "route"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
});

/** Counts every answered request for `/metrics`. */
export function countRequests(server: FastifyInstance): void {
  server.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    requests.inc({ method: request.method, route, status: reply.statusCode });
    durations.observe({ method: request.method, route }, reply.elapsedTime / 1000);
  });
}

/** `/healthz`: the process lives. `/readyz`: it can reach its database. `/metrics`: Prometheus text. */
export async function mountOperations(server: FastifyInstance, app: App): Promise<void> {
  server.get("/healthz", async () => ({ status: "ok" }));
  server.get("/readyz", async (_request, reply) => {
    try {
      await sql`select 1`.execute(app.db);
      return { status: "ready" };
    } catch {
      return reply.code(503).send({ status: "unavailable", detail: "The database cannot be reached." });
    }
  });
  server.get("/metrics", async (_request, reply) => {
    reply.type(registry.contentType);
    return `${await registry.metrics()}${await gaugesText(app)}`;
  });
}
