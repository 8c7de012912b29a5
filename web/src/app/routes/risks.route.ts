import { page } from "../page.ts";

export const risksRoute = page({
  path: "/risks",
  title: "Risks",
  load: async () => (await import("../../features/risks/risks-page.tsx")).RisksPage,
});
