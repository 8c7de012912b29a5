import { z } from "zod";
import { endpoint, idParams, instantText, page } from "./endpoint.ts";

/** What people can be told of, and where each kind goes until a person chooses otherwise. */
export const notificationKinds = [
  { value: "mention", label: "Somebody mentions you", email: "at-once" },
  { value: "indicator", label: "An indicator is raised for you", email: "daily" },
  { value: "assignment", label: "Something is given to you", email: "daily" },
  { value: "risk", label: "A risk needs you", email: "at-once" },
  { value: "hand", label: "Somebody asks for your help", email: "at-once" },
] as const;
export type NotificationKind = (typeof notificationKinds)[number]["value"];
const kindSchema = z.enum(notificationKinds.map((kind) => kind.value));

/** The texts in which people are mentioned, by object: whoever is meant is told. */
export const mentionFields: Readonly<Record<string, readonly string[]>> = {
  note: ["body"],
  task: ["title", "description"],
  risk: ["summary", "nextStep", "outcomeNote"],
  "risk-ask": ["request", "answer"],
  renewal: ["nextStep", "forecastNotes"],
  project: ["description"],
  meeting: ["subject", "body", "outcome", "nextStep"],
};

export const notificationSchema = z.object({
  id: z.uuid(),
  kind: kindSchema,
  title: z.string(),
  body: z.string(),
  href: z.string().describe("Where it is about, as a path of the application"),
  actorName: z.string(),
  at: instantText,
  readAt: instantText.nullable(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const listNotifications = endpoint({
  method: "GET",
  path: "/notifications",
  summary: "List one's own notifications, newest first",
  query: z.object({
    unread: z.enum(["true", "false"]).default("false").describe("Only those not read"),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.uuid().optional(),
  }),
  response: page(notificationSchema).extend({ unreadCount: z.number().int() }),
});
export const readNotification = endpoint({
  method: "PUT",
  path: "/notifications/:id/reading",
  summary: "Mark one of one's notifications as read",
  params: idParams,
  response: z.void(),
  status: 204,
});
export const readAllNotifications = endpoint({
  method: "PUT",
  path: "/notifications/reading",
  summary: "Mark all of one's notifications as read",
  response: z.void(),
  status: 204,
});

const timeText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 07:30");
const timeZoneText = z
  .string()
  .max(60)
  .refine(isTimeZone, "an IANA time zone such as Europe/Berlin")
  .describe("IANA name");

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export const notificationPreferences = z.object({
  kinds: z.array(
    z.object({
      kind: kindSchema,
      inApp: z.boolean(),
      email: z.enum(["off", "at-once", "daily"]),
      slack: z
        .enum(["off", "direct", "channel"])
        .describe("Where Slack is connected: a direct message, or the person's own channel"),
    }),
  ),
  timeZone: timeZoneText.nullable().describe("Null: the company's"),
  quietFrom: timeText.nullable().describe("From then to `quietUntil` nothing is sent; it waits"),
  quietUntil: timeText.nullable(),
  digestAt: timeText.describe("When the daily digest is sent"),
  slackChannel: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe("The channel of the kinds that go to one, such as #enterprise-team"),
});
export type NotificationPreferences = z.infer<typeof notificationPreferences>;

export const getNotificationPreferences = endpoint({
  method: "GET",
  path: "/notification-preferences",
  summary: "Read where one's own notifications go",
  response: notificationPreferences,
});
export const putNotificationPreferences = endpoint({
  method: "PUT",
  path: "/notification-preferences",
  summary: "Choose where one's own notifications go",
  body: notificationPreferences
    .refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null), {
      message: "quiet hours have a beginning and an end",
      path: ["quietUntil"],
    })
    .refine(
      ({ kinds, slackChannel }) => slackChannel !== null || kinds.every(({ slack }) => slack !== "channel"),
      {
        message: "name the channel",
        path: ["slackChannel"],
      },
    ),
  response: notificationPreferences,
});

export const slackSettings = z.object({
  isConnected: z.boolean(),
  team: z.string().nullable().describe("The workspace, as Slack names it"),
  channel: z.string().nullable().describe("Where risks of tier 3 are told, besides direct messages"),
});
export const getSlackSettings = endpoint({
  method: "GET",
  path: "/slack-settings",
  summary: "Read whether Slack is connected",
  response: slackSettings,
});
export const putSlackSettings = endpoint({
  method: "PUT",
  path: "/slack-settings",
  summary: "Connect Slack with a bot token, or disconnect it",
  description:
    "The token is tried at once (auth.test) and kept encrypted. It needs chat:write and users:read.email.",
  body: z.object({
    token: z.string().min(1).max(500).nullish().describe("Null disconnects; left out keeps it"),
    channel: z.string().max(100).nullish(),
    apiUrl: z.url().nullish().describe("Another address of Slack's API, such as an enterprise proxy"),
  }),
  response: slackSettings,
});
