import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { authOf, requestHeaders } from "./auth.ts";
import { administerTeammates } from "./check-authority.ts";
import { recordSignIn } from "./sign-in-answer.ts";

// The library checks passwords and codes, counts failures and keeps secrets encrypted; what it did is audited here.

/** Whether the actor's second factor is on, and how many recovery codes are left. */
export const readSecondFactor = query({
  name: "me.second-factor",
  permission: "me.write",
  input: z.object({}),
  async run({ app, db, ctx }) {
    const row = await db
      .selectFrom("sign_ins as s")
      .leftJoin("two_factors as f", "f.sign_in_id", "s.id")
      .leftJoin("credentials as c", (join) =>
        join.onRef("c.sign_in_id", "=", "s.id").on("c.provider", "=", "credential"),
      )
      .select(["s.is_two_factor_on", "f.id as factor_id", "c.id as password_id"])
      .where("s.id", "=", ctx.actor.id)
      .executeTakeFirst();
    const isOn = row?.is_two_factor_on ?? false;
    const codes = isOn && row?.factor_id ? await viewCodes(app, ctx.actor.id) : [];
    return { isOn, recoveryCodesLeft: codes.length, hasPassword: Boolean(row?.password_id) };
  },
});

async function viewCodes(app: App, userId: string): Promise<string[]> {
  const { backupCodes } = await authOf(app).api.viewBackupCodes({ body: { userId } });
  return backupCodes;
}

/** Makes a secret that becomes the second factor once a code made from it was given. */
export async function beginSecondFactor(
  app: App,
  request: FastifyRequest,
  password: string,
): Promise<{ uri: string; recoveryCodes: string[] }> {
  const answer = await authOf(app).api.enableTwoFactor({
    body: { password, method: "totp" },
    headers: requestHeaders(request),
    asResponse: true,
  });
  await refuse(answer, "password");
  const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] };
  return { uri: totpURI, recoveryCodes: backupCodes };
}

/** Turns it on. The session goes on under a new token, which the answer's cookie carries. */
export async function confirmSecondFactor(
  app: App,
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
): Promise<void> {
  const answer = await authOf(app).api.verifyTOTP({
    body: { code: plainCode(code) },
    headers: requestHeaders(request),
    asResponse: true,
  });
  await refuse(answer, "code");
  reply.header("set-cookie", answer.headers.getSetCookie());
  await execute(app, ctx, secondFactorChanged, { isOn: true });
}

/** Turns it off. */
export async function removeSecondFactor(
  app: App,
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  password: string,
): Promise<void> {
  const answer = await authOf(app).api.disableTwoFactor({
    body: { password },
    headers: requestHeaders(request),
    asResponse: true,
  });
  await refuse(answer, "password");
  reply.header("set-cookie", answer.headers.getSetCookie());
  await execute(app, ctx, secondFactorChanged, { isOn: false });
}

/** Makes new recovery codes in place of the old ones. */
export async function renewRecoveryCodes(
  app: App,
  request: FastifyRequest,
  password: string,
): Promise<string[]> {
  const answer = await authOf(app).api.generateBackupCodes({
    body: { password },
    headers: requestHeaders(request),
    asResponse: true,
  });
  await refuse(answer, "password");
  return ((await answer.json()) as { backupCodes: string[] }).backupCodes;
}

/** The second step of signing in: a code of the authenticator, or a recovery code, which is used up. */
export async function giveSecondFactor(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
): Promise<void> {
  const call = { headers: requestHeaders(request), asResponse: true } as const;
  const { api } = authOf(app);
  const plain = plainCode(code);
  const answer = /^\d{6}$/.test(plain)
    ? await api.verifyTOTP({ body: { code: plain }, ...call })
    : await api.verifyBackupCode({ body: { code: code.trim() }, ...call });
  if (answer.status === 403) throw problem("forbidden", "You cannot sign in any more. Ask an administrator.");
  await refuse(answer, "code");
  const { user } = (await answer.json()) as { user: { id: string; name: string } };
  await recordSignIn(app, request, user);
  reply.header("set-cookie", answer.headers.getSetCookie());
}

const plainCode = (code: string) => code.replaceAll(/\s/g, "");

const wrong = {
  password: "is not the password you sign in with",
  code: "is not right, or not any more: wait for the next one",
} as const;

/** @throws Problem of the field that was not right */
async function refuse(answer: Response, field: keyof typeof wrong): Promise<void> {
  if (answer.ok) return;
  const { code = "" } = (await answer.json().catch(() => ({}))) as { code?: string };
  if (answer.status >= 500) throw problem("unavailable", "This does not work right now. Try again.");
  if (code === "INVALID_TWO_FACTOR_COOKIE")
    throw problem("unauthenticated", "Too much time has passed. Sign in again with your password.");
  if (code === "TOTP_ALREADY_ENABLED") throw problem("conflict", "Your second factor is on already.");
  if (/TOO_MANY|LOCKED/.test(code))
    throw problem("rate-limited", "Too many wrong codes. Wait some minutes, then sign in again.");
  if (/NOT_ENABLED/.test(code)) throw problem("conflict", "Your second factor is not on.");
  const detail = field === "password" ? "The password is not right." : "The code is not right.";
  throw problem("invalid-input", detail, { fields: [{ path: field, message: wrong[field] }] });
}

const secondFactorChanged = command({
  name: "teammates.change-second-factor",
  permission: "me.write",
  input: z.object({ isOn: z.boolean() }),
  run: async ({ ctx, input }) => changed(ctx.actor.id, input.isOn),
});

function changed(id: string, isOn: boolean) {
  const ref = { object: "teammate", objectId: id, accountId: null };
  return {
    result: undefined,
    changes: [{ ...ref, field: "secondFactor", old: isOn ? "off" : "on", new: isOn ? "on" : "off" }],
    events: [{ ...ref, name: `teammate.second-factor-${isOn ? "added" : "removed"}` }],
  };
}

/** Turns somebody's second factor off who lost it; their sessions end, since they may not be theirs. */
export const resetSecondFactor = command({
  name: "teammates.reset-second-factor",
  permission: administerTeammates,
  input: z.object({ id: z.uuid() }),
  async run({ tx, input: { id } }) {
    const updated = await tx
      .updateTable("sign_ins")
      .set({ is_two_factor_on: false })
      .where("id", "=", id)
      .where("is_two_factor_on", "=", true)
      .executeTakeFirst();
    if (updated.numUpdatedRows !== 1n)
      throw problem("not-found", `No teammate with the id ${id} has a second factor.`);
    await tx.deleteFrom("two_factors").where("sign_in_id", "=", id).execute();
    await tx.deleteFrom("sessions").where("sign_in_id", "=", id).execute();
    return changed(id, false);
  },
});
