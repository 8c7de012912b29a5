import { page } from "../page.ts";

export const playbooksRoute = page({
  path: "/playbooks",
  title: "Playbooks",
  load: async () => (await import("../../features/playbooks/playbooks-page.tsx")).PlaybooksPage,
});
