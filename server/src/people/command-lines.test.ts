import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { bearer } from "../../test/people.ts";
import { createApiKeyNow } from "./api-key.command-line.ts";
import { createUser } from "./create-user.command-line.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

async function type(
  command: typeof createUser,
  values: Record<string, string | string[]>,
  input = "",
): Promise<string[]> {
  const printed: string[] = [];
  await command.run({
    values,
    positionals: [],
    print: (line) => printed.push(line),
    readInput: async () => input,
    withApp: (work) => work(t.app),
  });
  return printed;
}

it("makes somebody who can sign in, once, with the password from standard input", async () => {
  const ada = { email: "ada@example.com", name: "Ada", role: "administrator" };
  const printed = await type(createUser, ada, "correct horse battery");
  expect(printed.join()).not.toContain("correct horse");
  const signIn = (password: string) =>
    t.inject({ method: "POST", url: "/auth/sign-in", body: { email: ada.email, password }, as: null });
  expect((await signIn("correct horse battery")).status).toBe(200);
  await expect(type(createUser, ada, "another password")).rejects.toThrow("already");
  expect((await signIn("another password")).status).toBe(401);
});

it("refuses what it does not understand, and short passwords", async () => {
  const ben = { email: "ben@example.com", name: "Ben", role: "administrator" };
  await expect(type(createUser, { ...ben, role: "wizard" }, "a long password")).rejects.toThrow(
    "The role is one of",
  );
  await expect(type(createUser, ben, "short")).rejects.toThrow("at least 8 characters");
  await expect(type(createUser, { name: "Ben" }, "a long password")).rejects.toThrow("--email");
});

it("prints a key alone on the last line, which may do what its scopes say", async () => {
  const all = (await type(createApiKeyNow, { name: "Sync" })).at(-1) ?? "";
  expect(all).toMatch(/^pk_[\w-]{43}$/);
  expect((await t.inject({ url: "audit", as: null, headers: bearer(all) })).status).toBe(200);
  const narrow =
    (await type(createApiKeyNow, { name: "N", scopes: ["accounts.read, contacts.read"] })).at(-1) ?? "";
  expect((await t.inject({ url: "contacts", as: null, headers: bearer(narrow) })).status).toBe(200);
  expect((await t.inject({ url: "audit", as: null, headers: bearer(narrow) })).status).toBe(403);
  await expect(type(createApiKeyNow, { name: "N", scopes: ["accounts"] })).rejects.toThrow("is no scope");
});
