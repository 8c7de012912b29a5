import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { signInAs } from "../../test/people.ts";
import { buildServer } from "../kernel/http/server.ts";
import { authenticate } from "./index.ts";

let t: TestApp;
let address: string;
let close: () => Promise<void>;
beforeAll(async () => {
  t = await testApp();
  await t.app.live.start();
  const server = await buildServer(t.app, authenticate(t.app));
  address = await server.listen({ port: 0 });
  close = () => server.close();
});
afterAll(async () => {
  await close();
  await t.close();
});

it("stops telling somebody of changes when they are suspended", { timeout: 10_000 }, async () => {
  const mia = await signInAs(t, { name: "Mia" });
  const answer = await fetch(`${address}/api/v1/changes/stream`, { headers: { cookie: mia.cookie } });
  expect(answer.status).toBe(200);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain("ready");
  await t.inject({ method: "PUT", url: `teammates/${mia.id}/suspension` });
  let last = await reader?.read();
  while (last && !last.done) last = await reader?.read();
  expect(last?.done).toBe(true);
});

it("tells nothing to a key that may not read changes", async () => {
  const made = await t.inject({
    method: "POST",
    url: "api-keys",
    body: { name: "Narrow", scopes: ["accounts.read"] },
    as: null,
    headers: { cookie: (await signInAs(t, { name: "Boss", role: "administrator" })).cookie },
  });
  const headers = { authorization: `Bearer ${made.body.key}` };
  const answer = await fetch(`${address}/api/v1/changes/stream`, { headers });
  expect(answer.status).toBe(403);
});
