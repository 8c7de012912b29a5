import { page } from "../page.ts";

export const settingsNotificationsRoute = page({
  path: "/settings/notifications",
  title: "Notifications",
  load: async () =>
    (await import("../../features/notifications/notification-settings-page.tsx")).NotificationSettingsPage,
});
