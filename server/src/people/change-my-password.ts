import { changeMyPassword as changeMyPasswordEndpoint } from "@perennial/contract";
import { verifyPassword } from "better-auth/crypto";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { replacePassword } from "./sign-in-rows.ts";

/** Changes the actor's own password; their other sessions end. */
export const changeMyPassword = command({
  name: "teammates.change-password",
  permission: "me.write",
  input: changeMyPasswordEndpoint.body.extend({ sessionId: z.uuid() }),
  async run({ tx, ctx, input }) {
    const credential = await tx
      .selectFrom("credentials")
      .select("password_hash")
      .where("sign_in_id", "=", ctx.actor.id)
      .where("provider", "=", "credential")
      .forUpdate()
      .executeTakeFirst();
    const hash = credential?.password_hash;
    if (!hash || !(await verifyPassword({ hash, password: input.currentPassword }))) {
      throw problem("invalid-input", "The current password is not right.", {
        fields: [{ path: "currentPassword", message: "is not the password you sign in with" }],
      });
    }
    await replacePassword(tx, ctx, ctx.actor.id, input.newPassword, input.sessionId);
    return {
      result: undefined,
      events: [
        { name: "teammate.password-changed", object: "teammate", objectId: ctx.actor.id, accountId: null },
      ],
    };
  },
});
