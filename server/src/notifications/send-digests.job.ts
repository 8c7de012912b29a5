import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { queueMail } from "../kernel/mail/outgoing.ts";
import { systemSender } from "../kernel/mail/system-sender.ts";
import { freeAt } from "./notify.ts";
import { readRecipients, usualDigestAt } from "./preferences.ts";

/** Sends each person whose hour has come one mail with all that waits for their digest. */
export const sendDigests = defineJob({
  name: "notifications.send-digests",
  payload: z.object({}),
  async run({ app, ctx }) {
    const at = ctx.now.toString();
    const { rows } = await sql<{ id: string; today: string }>`
      select t.id, (${at}::timestamptz at time zone coalesce(h.time_zone, ${ctx.timeZone}))::date::text as today
        from teammates t left join notification_hours h on h.teammate_id = t.id
       where t.status = 'active' and t.archived_at is null and t.email is not null
         and exists (select from notifications n
                      where n.teammate_id = t.id and n.is_for_digest and n.digested_at is null)
         and (${at}::timestamptz at time zone coalesce(h.time_zone, ${ctx.timeZone}))::time
               >= coalesce(h.digest_at, ${usualDigestAt}::time)
         and (h.digested_on is null
              or h.digested_on < (${at}::timestamptz at time zone coalesce(h.time_zone, ${ctx.timeZone}))::date)
    `.execute(app.db);
    for (const { id, today } of rows) await sendDigest(app, ctx, id, today);
  },
});

export const digestCron = defineCron({ job: sendDigests, payload: {}, pattern: "*/10 * * * *" });

/** Mark and mail commit together, and the mark is taken under the person's lock: a digest is sent once a day. */
async function sendDigest(app: App, ctx: Context, teammateId: string, today: string): Promise<void> {
  await app.db.transaction().execute(async (tx) => {
    const { rows: claimed } = await sql`
      insert into notification_hours (teammate_id, digest_at, digested_on)
      values (${teammateId}, ${usualDigestAt}::time, ${today}::date)
      on conflict (teammate_id) do update set digested_on = excluded.digested_on
       where notification_hours.digested_on is null or notification_hours.digested_on < excluded.digested_on
      returning teammate_id
    `.execute(tx);
    if (claimed.length === 0) return;
    const { rows } = await sql<{ title: string; body: string; href: string }>`
      update notifications set digested_at = ${ctx.now.toString()}::timestamptz
       where teammate_id = ${teammateId} and is_for_digest and digested_at is null
      returning title, body, href
    `.execute(tx);
    const person = (await readRecipients(tx, [teammateId])).get(teammateId);
    if (!person?.email) return;
    const { publicUrl } = app.settings;
    const lines = rows.map(({ title, href }) => `- ${title}: ${publicUrl}${href}`);
    await queueMail(tx, ctx, {
      purpose: "notification",
      accountId: null,
      content: {
        from: await systemSender(app, tx),
        to: [{ name: person.name, address: person.email }],
        cc: [],
        replyTo: null,
        subject: rows.length === 1 ? (rows[0]?.title ?? "") : `${rows.length} things since yesterday`,
        text: `${lines.join("\n")}\n\nYour queue of today: ${publicUrl}/today\n\nYour choices: ${publicUrl}/settings/notifications`,
        html: null,
        references: [],
        unsubscribeUrl: null,
        isAutomatic: true,
      },
      whenInDoubt: "resend",
      notBefore: freeAt(ctx, person),
    });
  });
}
