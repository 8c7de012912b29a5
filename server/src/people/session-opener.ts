import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * A plug-in of ours for the sign-in library: opens a session for somebody who was recognised in another way than by
 * password. It is called, never mounted.
 */
export const sessionOpener = {
  id: "session-opener",
  endpoints: {
    openSessionOf: createAuthEndpoint(
      "/open-session-of",
      { method: "POST", body: z.object({ userId: z.string() }) },
      async (ctx) => {
        const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
        if (!user) throw new APIError("NOT_FOUND");
        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ user: { id: user.id, name: user.name } });
      },
    ),
  },
};
