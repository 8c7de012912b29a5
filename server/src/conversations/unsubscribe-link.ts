import { createHmac, timingSafeEqual } from "node:crypto";
import type { App } from "../kernel/app.ts";
import { isId } from "../kernel/ids.ts";
import type { Recipient } from "./choose-recipients.ts";

/** The link by which the only recipient of an automatic message leaves; null when it goes to several people. */
export function unsubscribeUrlOf(app: App, recipients: readonly Recipient[]): string | null {
  const contactId = recipients[0]?.contactId;
  if (recipients.length !== 1 || !contactId) return null;
  return new URL(`/unsubscribe/${contactId}.${signatureOf(app, contactId)}`, app.settings.publicUrl).href;
}

/** The contact a link speaks of; null when it was not made by us. */
export function contactOfUnsubscribeToken(app: App, token: string): string | null {
  const [contactId = "", signature = ""] = token.split(".");
  if (!isId(contactId)) return null;
  const expected = Buffer.from(signatureOf(app, contactId));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given) ? contactId : null;
}

function signatureOf(app: App, contactId: string): string {
  return createHmac("sha256", app.settings.secret).update(`unsubscribe ${contactId}`).digest("base64url");
}
