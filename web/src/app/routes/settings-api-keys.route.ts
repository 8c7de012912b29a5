import { page } from "../page.ts";

export const settingsApiKeysRoute = page({
  path: "/settings/api-keys",
  title: "API keys",
  load: async () => (await import("../../features/people/api-keys-page.tsx")).ApiKeysPage,
});
