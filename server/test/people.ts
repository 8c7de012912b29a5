import { randomUUID } from "node:crypto";
import { z } from "zod";
import { command, execute } from "../src/kernel/command.ts";
import { makePerson } from "../src/people/make-person.ts";
import type { Role } from "../src/people/roles.ts";
import type { TestApp, TestResponse } from "./app.ts";

export type TestTeammate = { id: string; name: string; email: string; password: string };

const makeForTest = command({
  name: "test.make-teammate",
  permission: "*",
  input: z.object({ name: z.string(), email: z.string(), password: z.string(), role: z.custom<Role>() }),
  async run({ app, tx, ctx, input }) {
    const { id, changes, events } = await makePerson(app, tx, ctx, input);
    return { result: id, changes, events };
  },
});

/** A teammate who can sign in, made as the product makes them. */
export async function makeTeammate(
  t: TestApp,
  { name = "Sam", role = "csm" }: { name?: string; role?: Role } = {},
): Promise<TestTeammate> {
  const email = `${name.toLowerCase()}.${randomUUID().slice(0, 8)}@example.com`;
  const password = `the password of ${name}`;
  const id = await execute(t.app, await t.ctx(), makeForTest, { name, email, password, role });
  return { id, name, email, password };
}

/** The same, with a session's cookie. */
export async function signInAs(
  t: TestApp,
  who: { name?: string; role?: Role } = {},
): Promise<TestTeammate & { cookie: string }> {
  const teammate = await makeTeammate(t, who);
  const { email, password } = teammate;
  const answer = await t.inject({
    method: "POST",
    url: "/auth/sign-in",
    body: { email, password },
    as: null,
  });
  if (answer.status !== 200) throw new Error(`could not sign in: ${JSON.stringify(answer.body)}`);
  return { ...teammate, cookie: cookieFrom(answer) };
}

/** What a browser would send back. */
export function cookieFrom(answer: TestResponse): string {
  const set = answer.headers["set-cookie"] as string | string[] | undefined;
  return [set ?? []]
    .flat()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

export function bearer(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}

/** All tests of a file come from one address; this forgets what was counted for it. */
export async function clearAttempts(t: TestApp): Promise<void> {
  await t.db.deleteFrom("attempt_counts").execute();
}
