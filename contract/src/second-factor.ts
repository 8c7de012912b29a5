import { z } from "zod";
import { endpoint, idParams } from "./endpoint.ts";

const password = z.string().max(200).describe("The person's own password, asked again");
const code = z.string().trim().min(6).max(20).describe("Six digits of the authenticator, or a recovery code");

export const secondFactorState = z.object({
  isOn: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  hasPassword: z.boolean().describe("False for who signs in at the identity provider alone"),
});
export const getMySecondFactor = endpoint({
  method: "GET",
  path: "/me/second-factor",
  summary: "Say whether one's own second factor is on",
  response: secondFactorState,
});
export const beginSecondFactor = endpoint({
  method: "POST",
  path: "/me/second-factor",
  summary: "Begin to set up a second factor",
  description: "It is on once a code of the authenticator was given with PUT.",
  body: z.object({ password }),
  response: z.object({
    uri: z.string().describe("otpauth:// address for the authenticator, to be shown as a QR code"),
    recoveryCodes: z.array(z.string()).describe("Each works once; shown this once"),
  }),
  status: 201,
});
export const confirmSecondFactor = endpoint({
  method: "PUT",
  path: "/me/second-factor",
  summary: "Turn one's own second factor on",
  description: "Ends no other session; signing in asks for a code from then on.",
  body: z.object({ code }),
  response: z.void(),
  status: 204,
});
export const removeSecondFactor = endpoint({
  method: "POST",
  path: "/me/second-factor/removal",
  summary: "Turn one's own second factor off",
  body: z.object({ password }),
  response: z.void(),
  status: 204,
});
export const renewRecoveryCodes = endpoint({
  method: "POST",
  path: "/me/second-factor/recovery-codes",
  summary: "Make new recovery codes",
  description: "Those made before stop working.",
  body: z.object({ password }),
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  status: 201,
});
export const resetSecondFactor = endpoint({
  method: "DELETE",
  path: "/teammates/:id/second-factor",
  summary: "Turn one teammate's second factor off",
  description: "For somebody who lost both authenticator and recovery codes. Ends their sessions.",
  params: idParams,
  response: z.void(),
  status: 204,
});

/** Below `/auth`: the second step of signing in, with the cookie that the first one gave. */
export const giveSecondFactor = endpoint({
  method: "POST",
  path: "/second-factor",
  summary: "Give the second factor when signing in",
  body: z.object({ code }),
  response: z.void(),
  status: 204,
});
