import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { problem } from "./errors.ts";

const form = "v1";

/** One key for each purpose, so that what was sealed for one cannot be opened as another. */
function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `perennial.seal.${purpose}`, 32));
}

/** Encrypts a secret that must be used again (a token of another system) for keeping in the database: AES-256-GCM. */
export function seal(secret: string, purpose: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [form, nonce, sealed, cipher.getAuthTag()]
    .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
    .join(".");
}

/** @throws Problem `conflict` when it was sealed with another secret, or changed since */
export function unseal(secret: string, purpose: string, sealed: string): string {
  const [version, nonce = "", text = "", tag = ""] = sealed.split(".");
  try {
    if (version !== form) throw new TypeError();
    const decipher = createDecipheriv(
      "aes-256-gcm",
      keyFor(secret, purpose),
      Buffer.from(nonce, "base64url"),
    );
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString(
      "utf8",
    );
  } catch {
    throw problem(
      "conflict",
      "What was kept encrypted cannot be read with this installation's secret. Enter it again.",
    );
  }
}
