import type { Endpoint } from "@perennial/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { App } from "../app.ts";
import type { Context } from "../context.ts";

/** An endpoint with what it does. Routes only translate: the work is in commands and queries. */
export type Route = {
  endpoint: Endpoint;
  run(args: RouteArguments<unknown, unknown, unknown>): Promise<unknown>;
};

export type RouteArguments<P, Q, B> = {
  params: P;
  query: Q;
  body: B;
  ctx: Context;
  app: App;
  request: FastifyRequest;
  reply: FastifyReply;
};

/** Binds an endpoint of the contract to its implementation; arguments and answer are typed by it. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  run: (args: RouteArguments<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R>>,
): Route {
  return { endpoint, run: run as Route["run"] };
}
