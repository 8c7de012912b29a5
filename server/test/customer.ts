import { newId } from "../src/kernel/ids.ts";
import type { TestApp } from "./app.ts";

export type TestCustomer = { accountId: string; contactId: string; csmId: string };

/** An account with a decision maker (Ada) who can be written to, and a CSM (Dana) who writes. */
export async function createCustomer(t: TestApp, name = "Kestrel"): Promise<TestCustomer> {
  const at = t.clock.now();
  const csmId = newId(at);
  const domain = `${name.toLowerCase()}.example`;
  await t.db
    .insertInto("teammates")
    .values({
      id: csmId,
      name: "Dana Ünal",
      email: `dana.${name.toLowerCase()}@ours.example`,
      role: "csm",
      status: "active",
      created_at: at.toString(),
      updated_at: at.toString(),
    })
    .execute();
  const account = await t.inject({
    method: "POST",
    url: "accounts",
    body: { name, keyRoles: { csm: csmId } },
  });
  const contact = await t.inject({
    method: "POST",
    url: "contacts",
    body: {
      name: "Ada Byron",
      email: `ada@${domain}`,
      account: account.body.id,
      stakeholderRole: "decision-maker",
    },
  });
  if (account.status !== 201 || contact.status !== 201)
    throw new Error(JSON.stringify([account.body, contact.body]));
  return { accountId: account.body.id, contactId: contact.body.id, csmId };
}
