import { putSlackSettings as putEndpoint, type slackSettings } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { seal, unseal } from "../kernel/seal.ts";
import { slackClient, slackPurpose } from "./slack.job.ts";

/** Whether Slack is connected, and to which workspace; the token is never shown. */
export const readSlackSettings = query({
  name: "slack-settings.read",
  permission: "company.read",
  input: z.object({}),
  run: ({ db }) => presentSlackSettings(db),
});

/** The settings as shown. */
async function presentSlackSettings(db: Db | Tx): Promise<z.infer<typeof slackSettings>> {
  const row = await db.selectFrom("slack_settings").selectAll().executeTakeFirstOrThrow();
  return { isConnected: row.sealed_token !== null, team: row.team, channel: row.channel };
}

/** Connects, changes or disconnects Slack. @throws Problem `invalid-input` with what Slack says of the token */
export const writeSlackSettings = command({
  name: "slack-settings.write",
  permission: "company.write",
  input: putEndpoint.body,
  async run({ app, tx, ctx, input }) {
    const before = await tx.selectFrom("slack_settings").selectAll().forUpdate().executeTakeFirstOrThrow();
    const kept =
      before.sealed_token === null ? null : (unseal(app, slackPurpose, before.sealed_token) ?? null);
    const token = input.token === undefined ? kept : input.token;
    const apiUrl = input.apiUrl === undefined ? before.api_url : input.apiUrl;
    const team = token === null ? null : await teamOf(token, apiUrl);
    const after = {
      sealed_token: token === null ? null : seal(app, slackPurpose, token),
      api_url: apiUrl,
      channel: input.channel === undefined ? before.channel : input.channel,
      team,
      updated_at: ctx.now.toString(),
    };
    await tx.updateTable("slack_settings").set(after).where("id", "=", 1).execute();
    const name = token === null ? "slack-settings.disconnected" : "slack-settings.connected";
    return {
      result: await presentSlackSettings(tx),
      events: [{ name, object: "slack-settings", objectId: null, accountId: null, payload: { team } }],
    };
  },
});

async function teamOf(token: string, apiUrl: string | null): Promise<string | null> {
  try {
    return (await slackClient(token, apiUrl).auth.test()).team ?? null;
  } catch (error) {
    const message = `Slack refuses this token: ${(error as Error).message}`;
    throw problem("invalid-input", message, { fields: [{ path: "token", message }] });
  }
}
