import { createHmac } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * What an authenticator shows now (RFC 6238: SHA-1, 30 s, six digits) for an otpauth:// address.
 * @param periods away from now, for codes that are too old
 */
export function codeOf(uri: string, periods = 0): string {
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  // The sign-in library reads the machine's clock.
  counter.writeBigInt64BE(BigInt(Math.floor(Temporal.Now.instant().epochMilliseconds / 30_000) + periods));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
