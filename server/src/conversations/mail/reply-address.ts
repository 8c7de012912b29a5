import { randomBytes } from "node:crypto";

const TOKEN = /\+([a-z2-7]{26})@/;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** A conversation's secret: 130 random bits in lower-case base 32, because some servers fold the case of local parts. */
export function newReplyToken(): string {
  return Array.from(randomBytes(26), (byte) => ALPHABET[byte & 31]).join("");
}

/** `success@example.com` + token → `success+token@example.com`. */
export function replyAddress(mailbox: string, token: string): string {
  const at = mailbox.lastIndexOf("@");
  return `${mailbox.slice(0, at)}+${token}${mailbox.slice(at)}`;
}

/** The tokens among the addresses a message was delivered for, whatever our mailbox is called. */
export function replyTokensIn(addresses: string[]): string[] {
  return addresses.flatMap((address) => TOKEN.exec(address.toLowerCase())?.[1] ?? []);
}
