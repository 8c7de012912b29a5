import {
  beginSecondFactor as beginSecondFactorEndpoint,
  changeMyPassword as changeMyPasswordEndpoint,
  confirmSecondFactor as confirmSecondFactorEndpoint,
  createApiKey as createApiKeyEndpoint,
  createPasswordResetLink as createPasswordResetLinkEndpoint,
  getCompany,
  getMe,
  getMySecondFactor,
  getSingleSignOn,
  invite as inviteEndpoint,
  liftSuspension as liftSuspensionEndpoint,
  listApiKeys as listApiKeysEndpoint,
  listAudit as listAuditEndpoint,
  listChanges,
  listInvitations as listInvitationsEndpoint,
  listMySessions as listMySessionsEndpoint,
  removeSecondFactor as removeSecondFactorEndpoint,
  removeSingleSignOn as removeSingleSignOnEndpoint,
  renewInvitation as renewInvitationEndpoint,
  renewRecoveryCodes as renewRecoveryCodesEndpoint,
  resetSecondFactor as resetSecondFactorEndpoint,
  revokeApiKey as revokeApiKeyEndpoint,
  revokeInvitation as revokeInvitationEndpoint,
  revokeMySession as revokeMySessionEndpoint,
  saveSingleSignOn as saveSingleSignOnEndpoint,
  suspendTeammate as suspendTeammateEndpoint,
  updateCompany as updateCompanyEndpoint,
} from "@perennial/contract";
import type { FastifyRequest } from "fastify";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { readCompany } from "../kernel/company.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { readFeed } from "../kernel/feed.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { listApiKeys, readApiKey } from "./api-key-list.view.ts";
import { listAudit } from "./audit-list.view.ts";
import { changeMyPassword } from "./change-my-password.ts";
import { createApiKey } from "./create-api-key.ts";
import { describeProvider } from "./identity-provider.ts";
import { listInvitations, readInvitation } from "./invitation-list.view.ts";
import { type InvitationMade, invite } from "./invite.ts";
import { readMe } from "./me.view.ts";
import { listMySessions, revokeMySession } from "./my-sessions.ts";
import { newLink } from "./new-link.ts";
import { renewInvitation, revokeInvitation } from "./open-invitation.ts";
import { createPasswordResetLink } from "./reset-password.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
} from "./second-factor.ts";
import { prolongSession, sessionOf } from "./session-of.ts";
import { readSingleSignOn, removeSingleSignOn, saveSingleSignOn } from "./single-sign-on-settings.ts";
import { liftSuspension, suspendTeammate } from "./suspend-teammate.ts";
import { readTeammate } from "./teammate-routes.ts";
import { updateCompany } from "./update-company.ts";

/** Company, oneself, invitations, API keys, audit and change feed. */
export const peopleRoutes: readonly Route[] = [
  route(getMe, async ({ app, ctx, request, reply }) => {
    if (ctx.actor.kind === "teammate") await prolongSession(app, request, reply);
    return ask(app, ctx, readMe, {});
  }),
  route(changeMyPasswordEndpoint, async ({ app, ctx, body, request }) => {
    const { id: sessionId } = await ownSession(app, ctx, request);
    await execute(app, withoutIdempotency(ctx), changeMyPassword, { ...body, sessionId });
  }),
  route(listMySessionsEndpoint, async ({ app, ctx, request }) => {
    const { id: currentId } = await ownSession(app, ctx, request);
    return { items: await ask(app, ctx, listMySessions, { currentId }), nextCursor: null };
  }),
  route(revokeMySessionEndpoint, async ({ app, ctx, params, request }) => {
    await ownSession(app, ctx, request);
    await execute(app, ctx, revokeMySession, params);
  }),
  route(getMySecondFactor, async ({ app, ctx, request }) => {
    await ownSession(app, ctx, request);
    return ask(app, ctx, readSecondFactor, {});
  }),
  route(beginSecondFactorEndpoint, async ({ app, ctx, body, request }) => {
    await ownSession(app, ctx, request);
    return beginSecondFactor(app, request, body.password);
  }),
  route(confirmSecondFactorEndpoint, async ({ app, ctx, body, request, reply }) => {
    await ownSession(app, ctx, request);
    await confirmSecondFactor(app, withoutIdempotency(ctx), request, reply, body.code);
  }),
  route(removeSecondFactorEndpoint, async ({ app, ctx, body, request, reply }) => {
    await ownSession(app, ctx, request);
    await removeSecondFactor(app, withoutIdempotency(ctx), request, reply, body.password);
  }),
  route(renewRecoveryCodesEndpoint, async ({ app, ctx, body, request }) => {
    await ownSession(app, ctx, request);
    return { recoveryCodes: await renewRecoveryCodes(app, request, body.password) };
  }),
  route(resetSecondFactorEndpoint, async ({ app, ctx, params }) => {
    await execute(app, ctx, resetSecondFactor, params);
  }),
  route(getSingleSignOn, async ({ app, ctx }) => ask(app, ctx, readSingleSignOn, {})),
  route(saveSingleSignOnEndpoint, async ({ app, ctx, body }) => {
    assertPermitted(ctx, saveSingleSignOn.permission);
    // Asked outside the transaction: a provider that is slow must not hold it open.
    await describeProvider(body);
    return execute(app, withoutIdempotency(ctx), saveSingleSignOn, body);
  }),
  route(removeSingleSignOnEndpoint, async ({ app, ctx }) => {
    await execute(app, ctx, removeSingleSignOn, {});
  }),
  route(suspendTeammateEndpoint, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, suspendTeammate, params);
    return readTeammate(app, ctx, id);
  }),
  route(liftSuspensionEndpoint, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, liftSuspension, params);
    return readTeammate(app, ctx, id);
  }),
  route(createPasswordResetLinkEndpoint, async ({ app, ctx, params }) => {
    const { address, tokenHash } = newLink(app, "reset-password");
    const input = { ...params, tokenHash, address };
    const { expiresAt, mailedTo } = await execute(app, ctx, createPasswordResetLink, input);
    return { link: address, expiresAt, mailedTo };
  }),
  route(listInvitationsEndpoint, async ({ app, ctx }) => ({
    items: await ask(app, ctx, listInvitations, {}),
    nextCursor: null,
  })),
  route(inviteEndpoint, async ({ app, ctx, body }) => {
    const link = newLink(app, "accept-invitation");
    const made = await execute(app, ctx, invite, { ...body, ...link });
    return invitationAnswer(app, ctx, made, link.address);
  }),
  route(renewInvitationEndpoint, async ({ app, ctx, params }) => {
    const link = newLink(app, "accept-invitation");
    const made = await execute(app, ctx, renewInvitation, { ...params, ...link });
    return invitationAnswer(app, ctx, made, link.address);
  }),
  route(revokeInvitationEndpoint, async ({ app, ctx, params }) => {
    await execute(app, ctx, revokeInvitation, params);
  }),
  route(listApiKeysEndpoint, async ({ app, ctx }) => ({
    items: await ask(app, ctx, listApiKeys, {}),
    nextCursor: null,
  })),
  route(createApiKeyEndpoint, async ({ app, ctx, body }) => {
    const { id, key } = await createApiKey(app, ctx, body);
    return { apiKey: await readApiKey(app.db, id), key };
  }),
  route(revokeApiKeyEndpoint, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, revokeApiKey, params);
    return readApiKey(app.db, id);
  }),
  route(getCompany, async ({ app, ctx }) => {
    assertPermitted(ctx, "company.read");
    return readCompany(app.db);
  }),
  route(updateCompanyEndpoint, async ({ app, ctx, body }) => execute(app, ctx, updateCompany, body)),
  route(listChanges, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "changes.read");
    return readFeed(app.db, query.cursor, query.limit);
  }),
  route(listAuditEndpoint, async ({ app, ctx, query }) => ask(app, ctx, listAudit, query)),
];

/** The session of the person who asks. API keys have none and may not act on people's own things. */
async function ownSession(app: App, ctx: Context, request: FastifyRequest) {
  assertPermitted(ctx, "me.write");
  const session = ctx.actor.kind === "teammate" ? await sessionOf(app, request) : undefined;
  if (session) return session;
  throw problem("forbidden", "This is for people who are signed in, not for API keys.");
}

/** A secret in the input must not be kept, not even hashed with the plain hash that idempotency uses. */
function withoutIdempotency({ idempotencyKey: _, ...ctx }: Context): Context {
  return ctx;
}

async function invitationAnswer(app: App, ctx: Context, { id, ...made }: InvitationMade, link: string) {
  const invitation = await readInvitation(app.db, ctx.now, id);
  return { invitation, link, ...made };
}
