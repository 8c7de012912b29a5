import { z } from "zod";
import { endpoint, idParams, instantText, page } from "./endpoint.ts";

export const templateKinds = ["conversation", "project", "note", "task"] as const;
/** Shipped categories; a company may write its own. */
export const templateCategories = ["Onboarding", "Adoption", "Renewal", "Risk", "Business review"] as const;

const liquid = (longest: number) => z.string().max(longest).describe("Text with Liquid variables");

/** Who a conversation is sent as. */
export const senderSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("key-role"), role: z.string().min(1).max(40) }),
  z.object({ kind: z.literal("teammate"), id: z.uuid() }),
  z.object({ kind: z.literal("author") }),
  z.object({ kind: z.literal("fixed") }).describe("The sender set in the mail settings"),
]);
export type Sender = z.infer<typeof senderSchema>;

/** When something is due: days before (negative) or after a date that the project or renewal has. */
export const dueSchema = z.object({
  from: z.enum(["project-start", "renewal-due", "milestone"]),
  milestone: z.string().max(100).optional().describe("Key of the milestone, for `milestone`"),
  days: z.number().int().min(-3650).max(3650),
  skipsWeekends: z
    .boolean()
    .optional()
    .describe("Falls on the working day before, when it falls on a weekend"),
});
export type Due = z.infer<typeof dueSchema>;

export const assigneeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("key-role"), role: z.string().min(1).max(40) }),
  z.object({ kind: z.literal("teammate"), id: z.uuid() }),
  z.object({ kind: z.literal("project-owner") }),
  z
    .object({ kind: z.literal("stakeholder"), role: z.string().min(1).max(40) })
    .describe("A contact of the customer"),
]);
export type Assignee = z.infer<typeof assigneeSchema>;

export const recurrenceSchema = z.object({
  every: z.number().int().min(1).max(365),
  unit: z.enum(["day", "week", "month"]),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;

export const conversationContent = z.object({
  subject: liquid(500),
  body: liquid(50_000).describe(
    "Plain text; blank lines part paragraphs, “- ” begins a list item, web addresses become links",
  ),
  sender: senderSchema.optional(),
  stakeholderRoles: z
    .array(z.string().max(40))
    .max(10)
    .optional()
    .describe("Whom it goes to, the first role that has somebody"),
});
export type ConversationContent = z.infer<typeof conversationContent>;

const taskDraft = {
  title: liquid(500),
  description: liquid(20_000).optional(),
  due: dueSchema.optional(),
  assignee: assigneeSchema.optional(),
  checklist: z.array(z.string().max(500)).max(50).optional(),
  priority: z.enum(["low", "normal", "high"]).optional(),
  isCustomerVisible: z.boolean().optional(),
  recurrence: recurrenceSchema.optional(),
};
export const taskContent = z.object({ ...taskDraft, category: z.string().max(100).optional() });
export type TaskContent = z.infer<typeof taskContent>;

const key = z.string().regex(/^[a-z][a-z0-9-]{0,99}$/, "lower-case letters, digits and -");
export const projectContent = z.object({
  name: liquid(500),
  description: liquid(20_000).optional(),
  target: dueSchema.optional(),
  stuckAfterDays: z.number().int().min(1).max(365).default(14),
  milestones: z
    .array(
      z.object({
        key,
        name: z.string().max(500),
        due: dueSchema.optional(),
        completesWhen: z.unknown().optional(),
      }),
    )
    .max(50),
  tasks: z
    .array(
      z.object({
        ...taskDraft,
        key,
        milestone: key.optional(),
        dependsOn: z.array(key).max(20).optional(),
        completesWhen: z.unknown().optional(),
      }),
    )
    .max(200),
});
export type ProjectContent = z.infer<typeof projectContent>;

export const noteContent = z.object({
  subject: liquid(500).optional(),
  body: liquid(50_000),
  fields: z
    .array(z.object({ slug: key, label: z.string().max(200), isRequired: z.boolean().default(false) }))
    .max(50)
    .default([]),
});
export type NoteContent = z.infer<typeof noteContent>;

/** What a template of each kind holds. */
export const contentSchemas = {
  conversation: conversationContent,
  project: projectContent,
  note: noteContent,
  task: taskContent,
} as const;

export const templateSchema = z.object({
  id: z.uuid(),
  kind: z.enum(templateKinds),
  slug: z.string(),
  name: z.string(),
  category: z.string(),
  description: z.string(),
  version: z.number().int(),
  content: z.record(z.string(), z.unknown()).describe("By kind: see the input of POST /templates"),
  isShipped: z.boolean().describe("Came with Perennial; editing makes it yours and updates leave it alone"),
  ownerId: z.uuid().nullable(),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type Template = z.infer<typeof templateSchema>;

const head = {
  slug: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,99}$/, "lower-case letters, digits and -")
    .optional(),
  name: z.string().trim().min(1).max(200),
  category: z.string().trim().min(1).max(100),
  description: z.string().max(2000).default(""),
  ownerId: z.uuid().nullish(),
};
export const templateInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("conversation"), ...head, content: conversationContent }),
  z.object({ kind: z.literal("project"), ...head, content: projectContent }),
  z.object({ kind: z.literal("note"), ...head, content: noteContent }),
  z.object({ kind: z.literal("task"), ...head, content: taskContent }),
]);
export const templateChange = z.object({
  name: head.name.optional(),
  category: head.category.optional(),
  description: z.string().max(2000).optional(),
  ownerId: z.uuid().nullish(),
  content: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("The whole new content; makes a new version"),
});

export const previewProblem = z.object({
  part: z.string(),
  kind: z.enum(["missing", "invalid"]),
  text: z.string().describe("The variable without a value, or what is wrong with the template"),
});

export const templates = {
  list: endpoint({
    method: "GET",
    path: "/templates",
    summary: "List templates",
    query: z.object({
      kind: z.enum(templateKinds).optional(),
      category: z.string().max(100).optional(),
      archived: z.enum(["true", "false"]).default("false"),
    }),
    response: page(templateSchema),
  }),
  get: endpoint({
    method: "GET",
    path: "/templates/:id",
    summary: "Read one template",
    params: idParams,
    response: templateSchema,
  }),
  create: endpoint({
    method: "POST",
    path: "/templates",
    summary: "Create one template",
    body: templateInput,
    response: templateSchema,
    status: 201,
  }),
  update: endpoint({
    method: "PATCH",
    path: "/templates/:id",
    summary: "Change a template; a changed text is a new version",
    params: idParams,
    body: templateChange,
    response: templateSchema,
  }),
  archive: endpoint({
    method: "DELETE",
    path: "/templates/:id",
    summary: "Archive one template",
    params: idParams,
    response: templateSchema,
  }),
  preview: endpoint({
    method: "POST",
    path: "/templates/:id/preview",
    summary: "Render a template on a real account; nothing is sent or made",
    description:
      "`problems` lists every variable without a value and default; while it is not empty, sending is refused.",
    params: idParams,
    body: z.object({
      accountId: z.uuid(),
      contactId: z.uuid().optional(),
      renewalId: z.uuid().optional(),
      content: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("A text not saved yet, in place of the stored one"),
    }),
    response: z.object({ texts: z.record(z.string(), z.string()), problems: z.array(previewProblem) }),
  }),
};
