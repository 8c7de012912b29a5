import {
  type NotificationKind,
  type NotificationPreferences,
  notificationKinds,
  putNotificationPreferences as putEndpoint,
} from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";
import { ownId } from "./own-id.ts";

/** The hour of the digest until a person says otherwise. */
export const usualDigestAt = "08:00";

type SlackChoice = NotificationPreferences["kinds"][number]["slack"];
type Row = {
  id: string;
  name: string;
  email: string | null;
  can_be_written_to: boolean;
  time_zone: string | null;
  quiet_from: string | null;
  quiet_until: string | null;
  digest_at: string | null;
  slack_channel: string | null;
  kinds:
    | {
        kind: string;
        in_app: boolean;
        email: "off" | "at-once" | "daily";
        slack: boolean;
        slack_to: SlackChoice | null;
      }[]
    | null;
};

export type Recipient = NotificationPreferences & {
  id: string;
  name: string;
  /** Null for people without an address, and for those who do not sign in yet. */
  email: string | null;
};

/** People as they want to be told; those who have left are not among them. */
export async function readRecipients(db: Db | Tx, ids: readonly string[]): Promise<Map<string, Recipient>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select t.id, t.name, t.email, t.status = 'active' as can_be_written_to, h.time_zone,
           to_char(h.quiet_from, 'HH24:MI') as quiet_from, to_char(h.quiet_until, 'HH24:MI') as quiet_until,
           to_char(h.digest_at, 'HH24:MI') as digest_at, h.slack_channel,
           (select jsonb_agg(to_jsonb(p)) from notification_preferences p where p.teammate_id = t.id) as kinds
      from teammates t left join notification_hours h on h.teammate_id = t.id
     where t.id = any(${[...ids]}::uuid[]) and t.archived_at is null
  `.execute(db);
  return new Map(rows.map((row) => [row.id, recipientOf(row)]));
}

function recipientOf(row: Row): Recipient {
  const chosen = new Map((row.kinds ?? []).map((each) => [each.kind, each]));
  return {
    id: row.id,
    name: row.name,
    email: row.can_be_written_to ? row.email : null,
    kinds: notificationKinds.map(({ value: kind, email }) => {
      const own = chosen.get(kind);
      return own
        ? { kind, inApp: own.in_app, email: own.email, slack: own.slack_to ?? (own.slack ? "direct" : "off") }
        : { kind, inApp: true, email, slack: "direct" };
    }),
    timeZone: row.time_zone,
    quietFrom: row.quiet_from,
    quietUntil: row.quiet_until,
    digestAt: row.digest_at ?? usualDigestAt,
    slackChannel: row.slack_channel,
  };
}

/** What a person chose for one kind. */
export function choiceFor(
  recipient: Recipient,
  kind: NotificationKind,
): NotificationPreferences["kinds"][number] {
  const choice = recipient.kinds.find((each) => each.kind === kind);
  if (!choice) throw new Error(`There is no kind of notification “${kind}”.`);
  return choice;
}

/** Where the actor's own notifications go. */
export const readMyPreferences = query({
  name: "notifications.read-preferences",
  permission: "me.write",
  input: z.object({}),
  async run({ db, ctx }): Promise<NotificationPreferences> {
    const found = (await readRecipients(db, [ownId(ctx)])).values().next().value;
    const { kinds, timeZone, quietFrom, quietUntil, digestAt, slackChannel } = found ?? recipientOf(nobody);
    return { kinds, timeZone, quietFrom, quietUntil, digestAt, slackChannel };
  },
});
const nobody: Row = {
  id: "",
  name: "",
  email: null,
  can_be_written_to: false,
  time_zone: null,
  quiet_from: null,
  quiet_until: null,
  digest_at: null,
  slack_channel: null,
  kinds: null,
};

/** Chooses where the actor's own notifications go. */
export const writeMyPreferences = command({
  name: "notifications.write-preferences",
  permission: "me.write",
  input: putEndpoint.body,
  async run({ tx, ctx, input }) {
    const teammateId = ownId(ctx);
    await tx.deleteFrom("notification_preferences").where("teammate_id", "=", teammateId).execute();
    if (input.kinds.length > 0) {
      const rows = new Map(input.kinds.map((each) => [each.kind, each]));
      await tx
        .insertInto("notification_preferences")
        .values(
          [...rows.values()].map(({ kind, inApp, email, slack }) => ({
            teammate_id: teammateId,
            kind,
            in_app: inApp,
            email,
            // What the release before reads, too.
            slack: slack !== "off",
            slack_to: slack,
          })),
        )
        .execute();
    }
    const hours = {
      time_zone: input.timeZone,
      quiet_from: input.quietFrom,
      quiet_until: input.quietUntil,
      digest_at: input.digestAt,
      slack_channel: input.slackChannel,
    };
    await tx
      .insertInto("notification_hours")
      .values({ teammate_id: teammateId, ...hours })
      .onConflict((conflict) => conflict.column("teammate_id").doUpdateSet(hours))
      .execute();
    const event = { object: "notification-preference", objectId: teammateId, accountId: null };
    return { result: undefined, events: [{ ...event, name: "notification-preference.updated" }] };
  },
});
