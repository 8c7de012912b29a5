import { type SingleSignOnSettings, saveSingleSignOn as saveEndpoint } from "@perennial/contract";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { type Change, command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";
import { seal, unseal } from "../kernel/seal.ts";

const purpose = "single sign-on client secret";

/** Where people sign in, and with what we introduce ourselves there. */
export type IdentityProvider = {
  label: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  updatedAt: string;
};

/** The address to which the identity provider sends people back; never built from what a request says. */
export function redirectUri(app: App): string {
  return `${app.settings.publicUrl}/auth/sso/callback`;
}

/** The identity provider that is set; undefined without one, or when its secret can no longer be read. */
export async function findIdentityProvider(app: App, db: Db | Tx): Promise<IdentityProvider | undefined> {
  const row = await db.selectFrom("single_sign_on").selectAll().executeTakeFirst();
  if (!row) return undefined;
  const clientSecret = unseal(app, purpose, row.client_secret);
  if (clientSecret === undefined) {
    app.log.error(
      "the client secret of single sign-on was sealed with another installation secret: save it again",
    );
    return undefined;
  }
  const { label, issuer, client_id: clientId, updated_at: updatedAt } = row;
  return { label, issuer, clientId, clientSecret, updatedAt };
}

export const readSingleSignOn = query({
  name: "single-sign-on.get",
  permission: "single-sign-on.read",
  input: z.object({}),
  run: async ({ app, db }): Promise<SingleSignOnSettings> =>
    present(app, await findIdentityProvider(app, db)),
});

/** Sets the identity provider. Its description was read before: see the route. */
export const saveSingleSignOn = command({
  name: "single-sign-on.save",
  permission: "single-sign-on.write",
  input: saveEndpoint.body,
  async run({ app, tx, ctx, input }) {
    const before = await findIdentityProvider(app, tx);
    const clientSecret = input.clientSecret ?? before?.clientSecret;
    if (clientSecret === undefined) {
      throw problem("invalid-input", "The client secret is missing.", {
        fields: [{ path: "clientSecret", message: "is required the first time" }],
      });
    }
    const after = { ...input, clientSecret, updatedAt: ctx.now.toString() };
    const row = {
      label: after.label,
      issuer: after.issuer,
      client_id: after.clientId,
      client_secret: seal(app, purpose, clientSecret),
      updated_at: after.updatedAt,
    };
    await tx
      .insertInto("single_sign_on")
      .values({ id: 1, ...row })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();
    const changes = (["label", "issuer", "clientId"] as const)
      .filter((field) => before?.[field] !== after[field])
      .map((field): Change => ({ ...ref, field, old: before?.[field] ?? null, new: after[field] }));
    if (before?.clientSecret !== clientSecret)
      changes.push({ ...ref, field: "clientSecret", old: before ? "set" : null, new: "set anew" });
    return { result: present(app, after), changes };
  },
});

export const removeSingleSignOn = command({
  name: "single-sign-on.remove",
  permission: "single-sign-on.write",
  input: z.object({}),
  async run({ app, tx }) {
    const before = await findIdentityProvider(app, tx);
    await tx.deleteFrom("single_sign_on").execute();
    if (!before) return { result: undefined };
    return { result: undefined, changes: [{ ...ref, field: "issuer", old: before.issuer, new: null }] };
  },
});

const ref = { object: "single-sign-on", objectId: noAccount, accountId: null };

function present(app: App, provider: IdentityProvider | undefined): SingleSignOnSettings {
  return {
    isOn: provider !== undefined,
    label: provider?.label ?? null,
    issuer: provider?.issuer ?? null,
    clientId: provider?.clientId ?? null,
    redirectUri: redirectUri(app),
  };
}
