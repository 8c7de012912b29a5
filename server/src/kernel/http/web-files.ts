import { existsSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

/** Where `npm run build` puts the web application. */
export const webFolder = resolve(import.meta.dirname, "../../../../web/dist");

/** Below these nothing is a page: an unknown address there is an error, not the application. */
const NOT_PAGES = /^\/(api|auth|v1|mcp|assets|healthz|readyz|metrics)(\/|$)/;

/** Serves the built web application from its usual place. */
export async function mountWebFiles(server: FastifyInstance): Promise<void> {
  await mountWebFolder(server, webFolder);
}

/**
 * Serves a built web application: its files by name (those in `assets/` carry a hash and may be cached for ever), and the
 * application itself at every other address, since its pages are made in the browser.
 */
export async function mountWebFolder(server: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await server.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  server.get("/*", async (request, reply) => {
    const path = pathOf(request.url);
    if (path === undefined || NOT_PAGES.test(path)) {
      return hasFile(folder, path) ? sendFile(reply, path) : reply.callNotFound();
    }
    return sendFile(reply, hasFile(folder, path) ? path : "/index.html");
  });
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
}

function hasFile(folder: string, path: string | undefined): path is string {
  if (path === undefined) return false;
  const file = resolve(folder, `.${path}`);
  return file.startsWith(`${folder}${sep}`) && (statSync(file, { throwIfNoEntry: false })?.isFile() ?? false);
}

function sendFile(reply: FastifyReply, path: string) {
  const isHashed = path.startsWith("/assets/");
  reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
  return reply.sendFile(path.slice(1));
}
