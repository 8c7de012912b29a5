import type { App } from "../kernel/app.ts";
import { hashToken, newToken } from "./secret-tokens.ts";

/** The address of a page of ours that lets whoever has it in, and what is kept of it here. */
export function newLink(
  app: App,
  page: "accept-invitation" | "reset-password",
): { address: string; tokenHash: string } {
  const token = newToken();
  return { address: `${app.settings.publicUrl}/${page}/${token}`, tokenHash: hashToken(token) };
}
