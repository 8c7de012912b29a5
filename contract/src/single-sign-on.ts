import { z } from "zod";
import { endpoint } from "./endpoint.ts";

const issuer = z
  .url()
  .max(500)
  .refine(isSafeIssuer, "must begin with https:// (http:// only for this machine itself)")
  .describe("The identity provider's issuer, such as https://login.example.com");

/** Secrets and codes go there, so it must be encrypted on the way. */
function isSafeIssuer(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return (
    protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname))
  );
}

export const singleSignOnSettings = z.object({
  isOn: z.boolean(),
  label: z.string().nullable().describe("What the button says after “Sign in with”"),
  issuer: z.string().nullable(),
  clientId: z.string().nullable(),
  redirectUri: z.string().describe("To be registered at the identity provider"),
});
export type SingleSignOnSettings = z.infer<typeof singleSignOnSettings>;

export const getSingleSignOn = endpoint({
  method: "GET",
  path: "/single-sign-on",
  summary: "Read how people sign in at the company's identity provider",
  response: singleSignOnSettings,
});
export const saveSingleSignOn = endpoint({
  method: "PUT",
  path: "/single-sign-on",
  summary: "Let people sign in at an identity provider (OpenID Connect)",
  description: "The provider is asked for its description before anything is saved.",
  body: z.object({
    label: z.string().trim().min(1).max(60),
    issuer,
    clientId: z.string().trim().min(1).max(300),
    clientSecret: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .optional()
      .describe("Kept encrypted; left out: as it was"),
  }),
  response: singleSignOnSettings,
});
export const removeSingleSignOn = endpoint({
  method: "DELETE",
  path: "/single-sign-on",
  summary: "Let people sign in with their passwords alone",
  response: z.void(),
  status: 204,
});

/** Below `/auth`, for whoever is not signed in yet. */
export const getSignInOptions = endpoint({
  method: "GET",
  path: "/sign-in-options",
  summary: "Say by which ways one can sign in",
  response: z.object({
    singleSignOn: z.object({ label: z.string() }).nullable(),
    mailsPasswordResets: z.boolean().describe("Whether POST /password-reset-request can mail a link"),
  }),
});
