import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { companySender } from "../kernel/mail/company-sender.ts";
import { htmlOfText } from "../kernel/mail/html-of-text.ts";
import { type MailOutcomeListener, queueMail } from "../kernel/mail/outgoing.ts";
import type { LinkPurpose } from "./sign-in-links.ts";

const purpose = "sign-in-link";

type LinkMail = {
  purpose: LinkPurpose;
  to: { name: string; email: string | null };
  /** The address that lets the person in. */
  link: string;
  expiresAt: string;
};

/**
 * Mails a link that lets somebody in to that person, once this transaction commits. Whoever made the link sees it all
 * the same, so a mail that is lost costs nothing; one in doubt is sent again.
 * @returns the address it goes to; null without a mail server or an address
 */
export async function mailLink(app: App, tx: Tx, ctx: Context, mail: LinkMail): Promise<string | null> {
  const { to } = mail;
  if (app.settings.smtpUrl === undefined || to.email === null) return null;
  const { name: company } = await app.company();
  const { subject, text } = textOf(mail, ctx, company || "Perennial");
  await queueMail(tx, ctx, {
    purpose,
    accountId: null,
    content: {
      from: await companySender(app, tx),
      to: [{ name: to.name, address: to.email }],
      cc: [],
      replyTo: null,
      subject,
      text,
      html: htmlOfText(text),
      references: [],
      unsubscribeUrl: null,
      isAutomatic: true,
    },
    whenInDoubt: "resend",
  });
  return to.email;
}

function textOf(
  { purpose: what, to, link, expiresAt }: LinkMail,
  ctx: Context,
  company: string,
): { subject: string; text: string } {
  const until = Temporal.Instant.from(expiresAt).toZonedDateTimeISO(ctx.timeZone);
  const time = until.toPlainTime().toString({ smallestUnit: "minute" });
  const valid = `It works once, until ${until.toPlainDate()} ${time} (${ctx.timeZone}).`;
  const ask = "If you did not expect this, leave it: nothing happens without the link.";
  if (what === "invitation") {
    return {
      subject: `${ctx.actor.name} invites you to ${company} on Perennial`,
      text: `Hello ${to.name},\n\n${ctx.actor.name} invites you to work with ${company}'s accounts and renewals. Choose a password here:\n\n${link}\n\n${valid}\n\n${ask}`,
    };
  }
  return {
    subject: `A new password for ${company} on Perennial`,
    text: `Hello ${to.name},\n\nset a new password here:\n\n${link}\n\n${valid} All your sessions end when you do.\n\n${ask}`,
  };
}

/** Takes the link out of what is kept, once the mail needs it no more. */
export const linkMailOutcome: MailOutcomeListener = {
  purpose,
  async settled({ tx, outcome }) {
    if (outcome.status !== "sent" && outcome.status !== "cancelled") return;
    const row = await tx
      .selectFrom("outgoing_messages")
      .select("content")
      .where("id", "=", outcome.id)
      .executeTakeFirstOrThrow();
    const content = { ...(row.content as object), text: "The link is not kept.", html: null };
    await tx
      .updateTable("outgoing_messages")
      .set({ content: JSON.stringify(content) })
      .where("id", "=", outcome.id)
      .execute();
  },
};
