import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { App } from "./app.ts";

type Keeper = Pick<App, "settings">;

/**
 * Encrypts a secret that must be kept or handed out, with AES-256-GCM under a key of this purpose drawn (HKDF) from the
 * installation's secret, which is not in the database.
 */
export function seal(app: Keeper, purpose: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(app, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** What was sealed; undefined when it was changed, or sealed for another purpose or with another secret. */
export function unseal(app: Keeper, purpose: string, sealed: string): string | undefined {
  if (!sealed.startsWith("v1.")) return undefined;
  const bytes = Buffer.from(sealed.slice(3), "base64url");
  if (bytes.length < 28) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(app, purpose), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

function keyOf({ settings }: Keeper, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", settings.secret, "", `perennial ${purpose}`, 32));
}
