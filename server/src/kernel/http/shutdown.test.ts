import { once } from "node:events";
import { Agent, get } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { permissionsOf } from "../../people/index.ts";
import { closeServer } from "./close-server.ts";
import { buildServer } from "./server.ts";

let t: TestApp;
let server: FastifyInstance;
let address: string;
let slow: PromiseWithResolvers<void>;
beforeEach(async () => {
  t = await testApp({ isEmpty: true });
  slow = Promise.withResolvers();
  server = await buildServer(
    t.app,
    async () => ({ kind: "teammate", id: "x", name: "X", permissions: permissionsOf("viewer") }),
    [
      async (mounted) => {
        mounted.get("/slow", async () => {
          await slow.promise;
          return { answered: true };
        });
      },
    ],
  );
  await server.listen({ port: 0, host: "127.0.0.1" });
  address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  slow.resolve();
  await server.close();
  await t.close();
});

test("a request under way is answered whole before the server has closed, and a new one is not taken", async () => {
  const answer = fetch(`${address}/slow`);
  await sleep(100);
  let isClosed = false;
  const closing = server.close().then(() => {
    isClosed = true;
  });
  await sleep(100);
  expect(isClosed).toBe(false);
  await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  slow.resolve();
  const response = await answer;
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ answered: true });
  await closing;
});

test("idle connections kept alive do not hold it up, nor do live streams: these end as streams end", async () => {
  const agent = new Agent({ keepAlive: true });
  get(`${address}/healthz`, { agent }, (response) => response.resume());
  const stream = get(`${address}/api/v1/changes/stream`);
  const [response] = await once(stream, "response");
  let text = "";
  response.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(response, "data");
  const ended = once(response, "end");
  const begun = performance.now();
  await server.close();
  expect(performance.now() - begun).toBeLessThan(2_000);
  await ended;
  expect(response.complete).toBe(true);
  expect(text).toContain("event: ready");
  agent.destroy();
});

test("what does not end in the time given is cut off", async () => {
  const answer = fetch(`${address}/slow`);
  const failed = expect(answer).rejects.toThrow();
  await sleep(100);
  const begun = performance.now();
  await closeServer(server, 300);
  expect(performance.now() - begun).toBeLessThan(3_000);
  await failed;
});
