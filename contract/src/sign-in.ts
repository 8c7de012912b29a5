import { z } from "zod";
import { companySchema, companySettings } from "./company.ts";
import { endpoint, idParams, instantText } from "./endpoint.ts";
import { roleSchema } from "./people.ts";

/** Length only (OWASP ASVS 5.0, 6.2.1 and 6.2.5): no rules about kinds of characters. */
export const passwordText = z
  .string()
  .min(8, "at least 8 characters")
  .max(128, "at most 128 characters")
  .describe("8 to 128 characters");
const linkToken = z.string().min(20).max(200);
const personName = z.string().trim().min(1).max(200);

/** Who asks, what they may do, and the company: what a page needs before anything else. */
export const me = z.object({
  kind: z.enum(["teammate", "api-key"]),
  id: z.string(),
  name: z.string(),
  teammate: z
    .object({
      id: z.uuid(),
      name: z.string(),
      email: z.string().nullable(),
      role: roleSchema,
      roleLabel: z.string(),
      team: z.string().nullable(),
      region: z.string().nullable(),
    })
    .nullable(),
  permissions: z.array(z.string()).describe("`*` is everything, `accounts.*` everything of accounts"),
  company: companySchema,
  now: instantText,
  today: z.iso.date(),
  isClockShifted: z.boolean().describe("PERENNIAL_NOW is set: the clock is not the real one"),
});
export type Me = z.infer<typeof me>;
export const getMe = endpoint({
  method: "GET",
  path: "/me",
  summary: "Say who asks, what they may do, and the company's settings",
  response: me,
});
export const changeMyPassword = endpoint({
  method: "PUT",
  path: "/me/password",
  summary: "Change one's own password",
  description: "Ends every other session of the same person.",
  body: z.object({ currentPassword: z.string().max(200), newPassword: passwordText }),
  response: z.void(),
  status: 204,
});

export const sessionSchema = z.object({
  id: z.uuid(),
  isCurrent: z.boolean(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: instantText,
  expiresAt: instantText,
});
export type Session = z.infer<typeof sessionSchema>;
export const listMySessions = endpoint({
  method: "GET",
  path: "/me/sessions",
  summary: "List one's own sessions",
  response: z.object({ items: z.array(sessionSchema), nextCursor: z.null() }),
});
export const revokeMySession = endpoint({
  method: "DELETE",
  path: "/me/sessions/:id",
  summary: "End one of one's own sessions",
  params: idParams,
  response: z.void(),
  status: 204,
});

/** Endpoints for people who are not signed in yet. Their paths are below `/auth`, not `/api/v1`. */
export const signIn = endpoint({
  method: "POST",
  path: "/sign-in",
  summary: "Sign in with e-mail and password",
  body: z.object({
    email: z.string().max(320),
    password: z.string().max(200),
    rememberMe: z.boolean().default(true),
  }),
  response: z.object({
    needsSecondFactor: z.boolean().describe("True: not signed in before POST /second-factor"),
  }),
});
export const signOut = endpoint({
  method: "POST",
  path: "/sign-out",
  summary: "End this session",
  response: z.void(),
  status: 204,
});
export const checkLink = endpoint({
  method: "POST",
  path: "/link-check",
  summary: "Say what a link is good for",
  body: z.object({ token: linkToken, purpose: z.enum(["set-up", "invitation", "password-reset"]) }),
  response: z.object({ name: z.string().nullable(), email: z.string().nullable(), companyName: z.string() }),
});
export const setUp = endpoint({
  method: "POST",
  path: "/set-up",
  summary: "Make the first administrator, once",
  body: z.object({
    token: linkToken,
    name: personName,
    email: z.email().max(320),
    password: passwordText,
    company: companySettings,
  }),
  response: z.void(),
  status: 204,
});
export const acceptInvitation = endpoint({
  method: "POST",
  path: "/accept-invitation",
  summary: "Accept an invitation: set name and password, and be signed in",
  body: z.object({ token: linkToken, name: personName, password: passwordText }),
  response: z.void(),
  status: 204,
});
export const askPasswordReset = endpoint({
  method: "POST",
  path: "/password-reset-request",
  summary: "Ask for a link by mail to set a new password",
  description: "Answers the same whether anybody here has that e-mail; only its owner learns it.",
  body: z.object({ email: z.email("not an e-mail address").max(320) }),
  response: z.void(),
  status: 204,
});
export const resetPassword = endpoint({
  method: "POST",
  path: "/reset-password",
  summary: "Set a new password by a link",
  description: "Ends every session of that person.",
  body: z.object({ token: linkToken, password: passwordText }),
  response: z.void(),
  status: 204,
});
