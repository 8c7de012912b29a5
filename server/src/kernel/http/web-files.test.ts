import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FastifyInstance, fastify } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mountWebFolder } from "./web-files.ts";

let parent: string;
let server: FastifyInstance;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "perennial-web-"));
  await mkdir(join(parent, "dist/assets"), { recursive: true });
  await writeFile(join(parent, "dist/index.html"), "<title>Perennial</title>");
  await writeFile(join(parent, "dist/favicon.svg"), "<svg/>");
  await writeFile(join(parent, "dist/assets/app-1a2b.js"), "go()");
  await writeFile(join(parent, "secret.txt"), "hunter2");
  server = fastify();
  await mountWebFolder(server, join(parent, "dist"));
  server.setNotFoundHandler((_request, reply) => reply.code(404).send("nothing"));
});
afterAll(async () => {
  await server.close();
  await rm(parent, { recursive: true });
});

test.each([
  ["/", 200, "Perennial", "no-cache"],
  ["/accounts/42?tab=health", 200, "Perennial", "no-cache"],
  ["/favicon.svg", 200, "<svg/>", "no-cache"],
  ["/assets/app-1a2b.js", 200, "go()", "public, max-age=31536000, immutable"],
  ["/assets", 404, "nothing", undefined],
  ["/assets/app-gone.js", 404, "nothing", undefined],
  ["/api/v1/nothing", 404, "nothing", undefined],
  ["/v1/nothing", 404, "nothing", undefined],
  ["/%E0%A4%A", 400, "", undefined],
])("GET %s answers %i", async (url, status, text, caching) => {
  const answer = await server.inject(url);
  expect(answer.statusCode).toBe(status);
  expect(answer.body).toContain(text);
  expect(answer.headers["cache-control"]).toBe(caching);
});

test.each(["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt"])(
  "GET %s stays inside the folder",
  async (url) => {
    expect((await server.inject(url)).body).not.toContain("hunter2");
  },
);
