import type { Slice } from "../kernel/slice.ts";
import { notificationRoutes } from "./notifications.routes.ts";
import { digestCron, sendDigests } from "./send-digests.job.ts";
import { sendToSlack } from "./slack.job.ts";
import { tellOfMentions } from "./tell-of-mentions.ts";

export { notify, type Told } from "./notify.ts";
export { sendToSlack } from "./slack.job.ts";
export { tellChannel } from "./tell-in-slack.ts";

/** What people are told of, and where: inbox, mail, daily digest, Slack. */
export const notificationsSlice: Slice = {
  name: "notifications",
  routes: notificationRoutes,
  jobs: [sendDigests, sendToSlack],
  crons: [digestCron],
  afterCommand: tellOfMentions,
};
