import { ErrorCode, type WebAPICallError, WebClient } from "@slack/web-api";
import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { defineJob } from "../kernel/jobs/index.ts";
import { unseal } from "../kernel/seal.ts";

/** What the token is sealed for. */
export const slackPurpose = "slack-token";

/** Slack's answers that a further attempt would not change: the person or channel is not there for us. */
const lasting = new Set([
  "users_not_found",
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "user_disabled",
]);

/** A client that tries once and never waits: trying again is the queue's. */
export function slackClient(token: string, apiUrl: string | null): WebClient {
  return new WebClient(token, {
    ...(apiUrl ? { slackApiUrl: apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/` } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
  });
}

/** Whether a workspace is connected. */
export async function isSlackConnected(db: Db | Tx): Promise<boolean> {
  const row = await db.selectFrom("slack_settings").select("sealed_token").executeTakeFirst();
  return (row?.sealed_token ?? null) !== null;
}

/**
 * Posts one message to a person or to a channel, never twice: what was being handed over when a worker
 * died may have arrived, and is not handed over again. What Slack refused for now is tried again by the queue.
 */
export const sendToSlack = defineJob({
  name: "notifications.send-to-slack",
  payload: z.object({
    to: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("teammate"), id: z.uuid() }),
      z.object({
        kind: z.literal("channel"),
        name: z.string().optional().describe("Default: the settings'"),
      }),
    ]),
    key: z.uuid(),
    text: z.string(),
  }),
  async run({ app, ctx, payload: { to, key, text } }) {
    const row = await app.db.selectFrom("slack_settings").selectAll().executeTakeFirstOrThrow();
    if (row.sealed_token === null) return;
    const token = unseal(app, slackPurpose, row.sealed_token);
    if (token === undefined) {
      ctx.log.warn("the Slack token cannot be read with this installation's secret: connect Slack again");
      return;
    }
    const client = slackClient(token, row.api_url);
    try {
      const channel =
        to.kind === "channel" ? (to.name ?? row.channel) : await slackUserOf(app, client, to.id);
      if (channel && (await isHandedOverFirst(app.db, key, ctx.now.toString())))
        await post(app, ctx, client, { key, channel, text });
    } catch (error) {
      const { code, data } = error as WebAPICallError & { data?: { error?: string } };
      if (code !== ErrorCode.PlatformError || !lasting.has(data?.error ?? "")) throw error;
      ctx.log.warn({ reason: data?.error }, "Slack knows nobody to send this notification to");
    }
  },
});

type Post = { key: string; channel: string; text: string };

/** @throws what Slack answered, or why it could not be reached: then it was not posted, and may be tried again */
async function post(app: App, ctx: Context, client: WebClient, { key, channel, text }: Post): Promise<void> {
  try {
    await client.chat.postMessage({ channel, text });
  } catch (error) {
    if (mayHaveArrived(error)) {
      ctx.log.warn({ channel }, "Slack did not answer: the message may have arrived and is not sent again");
      return;
    }
    await app.db.deleteFrom("slack_posts").where("id", "=", key).execute();
    throw error;
  }
}

const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Whether the connection broke, or time ran out, while Slack had the message. */
function mayHaveArrived(error: unknown): boolean {
  const { code, original } = error as { code?: string; original?: { code?: string } };
  return code === ErrorCode.RequestError && !neverConnected.has(original?.code ?? "");
}

async function isHandedOverFirst(db: Db, id: string, at: string): Promise<boolean> {
  const { rows } = await sql`
    insert into slack_posts (id, handed_over_at) values (${id}, ${at}::timestamptz) on conflict (id) do nothing returning id
  `.execute(db);
  return rows.length > 0;
}

/** Our teammate in the workspace, by e-mail address. */
async function slackUserOf(app: App, client: WebClient, teammateId: string): Promise<string | null> {
  const teammate = await app.db
    .selectFrom("teammates")
    .select("email")
    .where("id", "=", teammateId)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  if (!teammate?.email) return null;
  const found = await client.users.lookupByEmail({ email: teammate.email });
  return found.user?.id ?? null;
}
