import { page } from "../page.ts";

export const retentionRoute = page({
  path: "/retention",
  title: "Retention",
  load: async () => (await import("../../features/retention/retention-page.tsx")).RetentionPage,
});
