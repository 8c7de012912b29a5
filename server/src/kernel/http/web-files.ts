import { existsSync } from "node:fs";
import { resolve } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Where `npm run build` puts the web application. */
export const webFolder = resolve(import.meta.dirname, "../../../../web/dist");

/** Below these nothing is a page: an unknown address there is an error, not the application. */
const NOT_PAGES = /^\/(api|auth|v1|mcp|assets|healthz|readyz|metrics)(\/|$)/;

/**
 * Serves the built web application: its files by name (those in `assets/` carry a hash and may be cached for ever), and
 * the application itself at every other address, since its pages are made in the browser.
 */
export async function mountWebFiles(server: FastifyInstance): Promise<void> {
  if (!existsSync(webFolder)) return;
  await server.register(fastifyStatic, { root: webFolder, serve: false, cacheControl: false });
  server.get("/*", async (request, reply) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = resolve(webFolder, `.${path}`);
    const isFile = file.startsWith(`${webFolder}/`) && existsSync(file);
    if (isFile && path !== "/") {
      reply.header(
        "cache-control",
        path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      );
      return reply.sendFile(path.slice(1));
    }
    if (NOT_PAGES.test(path)) return reply.callNotFound();
    reply.header("cache-control", "no-cache");
    return reply.sendFile("index.html");
  });
}
