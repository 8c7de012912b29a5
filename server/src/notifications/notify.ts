import type { NotificationKind } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { queueMail } from "../kernel/mail/outgoing.ts";
import { systemSender } from "../kernel/mail/system-sender.ts";
import { publish } from "../kernel/publish.ts";
import { choiceFor, type Recipient, readRecipients } from "./preferences.ts";
import { sendableAt } from "./quiet-hours.ts";
import { tellInSlack } from "./tell-in-slack.ts";
import { textOf } from "./text-of.ts";

/** What one person is to be told. */
export type Told = {
  teammateId: string;
  kind: NotificationKind;
  /** Names the happening, such as `mention:<note>`: a person is told of it once, however often this is called. */
  cause: string;
  title: string;
  body?: string;
  /** Where it is about, as a path of the application. */
  href: string;
};

/**
 * Tells people, each where they want to be told of this kind: in the inbox at once, by mail at once or with the daily
 * digest, in Slack. Nothing leaves before the transaction commits, nor in a person's quiet hours, and nobody is told of
 * one cause twice, or of what they did themselves.
 */
export async function notify(app: App, tx: Tx, ctx: Context, told: readonly Told[]): Promise<void> {
  const others = told.filter(({ teammateId }) => teammateId !== ctx.actor.id);
  const recipients = await readRecipients(tx, [...new Set(others.map((each) => each.teammateId))]);
  const wanted = others.flatMap((each) => {
    const recipient = recipients.get(each.teammateId);
    if (!recipient) return [];
    const choice = choiceFor(recipient, each.kind);
    const { smtpUrl } = app.settings;
    const email = recipient.email !== null && smtpUrl !== undefined ? choice.email : "off";
    return [{ ...each, id: newId(ctx.now), recipient, email, inApp: choice.inApp, slack: choice.slack }];
  });
  const isNew = await insertNew(tx, ctx, wanted);
  const fresh = wanted.filter(({ id }) => isNew.has(id));
  if (fresh.length === 0) return;
  for (const each of fresh) if (each.email === "at-once") await mailAtOnce(app, tx, ctx, each);
  await tellInSlack(
    app,
    tx,
    fresh.map((each) => ({ ...each, runAt: freeAt(ctx, each.recipient) })),
  );
  const events = fresh.map(({ id }) => ({
    name: "notification.created",
    object: "notification",
    objectId: id,
    accountId: null,
  }));
  await publish(app, tx, ctx, "notifications.notify", { changes: [], events, isDerived: true });
}

type Wanted = Told & { id: string; inApp: boolean; email: "off" | "at-once" | "daily"; recipient: Recipient };

/** @returns the ids of those that were not told of before */
async function insertNew(tx: Tx, ctx: Context, wanted: readonly Wanted[]): Promise<Set<string>> {
  if (wanted.length === 0) return new Set();
  const rows = wanted.map((each) => ({
    id: each.id,
    teammate_id: each.teammateId,
    kind: each.kind,
    cause: each.cause,
    title: each.title,
    body: each.body ?? "",
    href: each.href,
    is_in_inbox: each.inApp,
    is_for_digest: each.email === "daily",
  }));
  const { rows: inserted } = await sql<{ id: string }>`
    insert into notifications (id, teammate_id, kind, cause, title, body, href, actor_name, at, is_in_inbox, is_for_digest)
    select n.id, n.teammate_id, n.kind, n.cause, n.title, n.body, n.href, ${ctx.actor.name}, ${ctx.now.toString()}::timestamptz,
           n.is_in_inbox, n.is_for_digest
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n (id uuid, teammate_id uuid, kind text, cause text, title text, body text, href text, is_in_inbox boolean,
              is_for_digest boolean)
    on conflict on constraint notifications_cause do nothing
    returning id
  `.execute(tx);
  return new Set(inserted.map((row) => row.id));
}

async function mailAtOnce(app: App, tx: Tx, ctx: Context, told: Wanted): Promise<void> {
  if (told.recipient.email === null) return;
  const footer = `You are told because of your choices: ${app.settings.publicUrl}/settings/notifications`;
  await queueMail(tx, ctx, {
    purpose: "notification",
    accountId: null,
    content: {
      from: await systemSender(app, tx),
      to: [{ name: told.recipient.name, address: told.recipient.email }],
      cc: [],
      replyTo: null,
      subject: told.title.slice(0, 200),
      text: `${textOf(app, told)}\n\n${footer}`,
      html: null,
      references: [],
      unsubscribeUrl: null,
      isAutomatic: true,
    },
    whenInDoubt: "resend",
    notBefore: freeAt(ctx, told.recipient),
  });
}

/** The first instant outside a person's quiet hours. */
export function freeAt(ctx: Context, { timeZone, quietFrom, quietUntil }: Recipient): Temporal.Instant {
  return sendableAt(ctx.now, { timeZone: timeZone ?? ctx.timeZone, quietFrom, quietUntil });
}
