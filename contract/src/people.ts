import { z } from "zod";
import { endpoint, idParams, instantText } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

/** What a teammate may do, from most to least. */
export const teammateRoles = [
  { value: "administrator", label: "Administrator" },
  { value: "revops", label: "RevOps" },
  { value: "leader", label: "Leader" },
  { value: "csm", label: "CSM / AM" },
  { value: "viewer", label: "Viewer" },
] as const;
export const roleSchema = z.enum(["administrator", "revops", "leader", "csm", "viewer"]);
export type Role = z.infer<typeof roleSchema>;

/** Whether a teammate can sign in. Imported ones are known by name only until they are invited. */
export const teammateStatuses = [
  { value: "not-invited", label: "Not invited", tone: "neutral" },
  { value: "invited", label: "Invited", tone: "accent" },
  { value: "active", label: "Active", tone: "good" },
  { value: "suspended", label: "Suspended", tone: "bad" },
] as const;

/** Built-in fields of a teammate. */
export const teammateFields = [
  { slug: "name", label: "Name", type: "text", isRequired: true },
  { slug: "email", label: "E-mail", type: "email" },
  { slug: "managerId", label: "Manager", type: "teammate" },
  { slug: "team", label: "Team", type: "text" },
  { slug: "region", label: "Region", type: "text" },
  { slug: "role", label: "Role", type: "select", options: teammateRoles, isRequired: true },
  { slug: "status", label: "Status", type: "select", options: teammateStatuses, isReadOnly: true },
] as const satisfies readonly FieldSpec[];

export const teammates = recordEndpoints({
  plural: "teammates",
  label: "teammate",
  fields: teammateFields,
  more: { managerEmail: z.string().nullable() },
  moreInput: {
    managerEmail: z.string().nullish().describe("The manager by e-mail, in place of managerId; null clears"),
  },
});
export type Teammate = z.infer<typeof teammates.record>;

export const suspendTeammate = endpoint({
  method: "PUT",
  path: "/teammates/:id/suspension",
  summary: "Suspend one teammate",
  description: "Ends their sessions and revokes their API keys at once. Their records stay as they are.",
  params: idParams,
  response: teammates.record,
});
export const liftSuspension = endpoint({
  method: "DELETE",
  path: "/teammates/:id/suspension",
  summary: "Let one suspended teammate sign in again",
  description: "Revoked API keys stay revoked.",
  params: idParams,
  response: teammates.record,
});

const expiringLink = z.object({
  link: z.url().describe("Shown this once; only its hash is kept"),
  expiresAt: instantText,
  mailedTo: z
    .string()
    .nullable()
    .describe("The address the link was mailed to as well; null without a mail server"),
});
export const createPasswordResetLink = endpoint({
  method: "POST",
  path: "/teammates/:id/password-reset-link",
  summary: "Make a link with which one teammate sets a new password",
  description: "Valid for one hour and used once. A link made before stops working.",
  params: idParams,
  response: expiringLink,
  status: 201,
});

export const invitationSchema = z.object({
  id: z.uuid(),
  teammateId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  createdAt: instantText,
  createdByName: z.string(),
  expiresAt: instantText,
  isExpired: z.boolean(),
});
export type Invitation = z.infer<typeof invitationSchema>;
export const invitationWithLink = z.object({ invitation: invitationSchema, ...expiringLink.shape });

export const invitationInput = z.object({
  email: z.email().max(320),
  name: z.string().trim().min(1).max(200).optional().describe("Defaults to the part before the @"),
  role: roleSchema,
  team: z.string().trim().max(200).optional(),
  region: z.string().trim().max(200).optional(),
});

export const listInvitations = endpoint({
  method: "GET",
  path: "/invitations",
  summary: "List invitations that were not yet accepted",
  response: z.object({ items: z.array(invitationSchema), nextCursor: z.null() }),
});
export const invite = endpoint({
  method: "POST",
  path: "/invitations",
  summary: "Invite one person",
  description: "Makes the teammate, or takes the one who has this e-mail and was not invited yet.",
  body: invitationInput,
  response: invitationWithLink,
  status: 201,
});
export const renewInvitation = endpoint({
  method: "POST",
  path: "/invitations/:id/renewal",
  summary: "Make a new link for one invitation",
  description: "The link made before stops working.",
  params: idParams,
  response: invitationWithLink,
});
export const revokeInvitation = endpoint({
  method: "DELETE",
  path: "/invitations/:id",
  summary: "Revoke one invitation",
  params: idParams,
  response: z.void(),
  status: 204,
});
