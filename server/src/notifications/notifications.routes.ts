import {
  getNotificationPreferences,
  getSlackSettings,
  listNotifications,
  putNotificationPreferences,
  putSlackSettings,
  readAllNotifications,
  readNotification,
} from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { listMyNotifications, markRead } from "./inbox.ts";
import { readMyPreferences, writeMyPreferences } from "./preferences.ts";
import { readSlackSettings, writeSlackSettings } from "./slack-settings.ts";

export const notificationRoutes: readonly Route[] = [
  route(listNotifications, ({ app, ctx, query }) => ask(app, ctx, listMyNotifications, query)),
  route(readAllNotifications, ({ app, ctx }) => execute(app, ctx, markRead, {})),
  route(readNotification, ({ app, ctx, params }) => execute(app, ctx, markRead, params)),
  route(getNotificationPreferences, ({ app, ctx }) => ask(app, ctx, readMyPreferences, {})),
  route(putNotificationPreferences, async ({ app, ctx, body }) => {
    await execute(app, ctx, writeMyPreferences, body);
    return ask(app, ctx, readMyPreferences, {});
  }),
  route(getSlackSettings, ({ app, ctx }) => ask(app, ctx, readSlackSettings, {})),
  route(putSlackSettings, ({ app, ctx, body }) => execute(app, ctx, writeSlackSettings, body)),
];
