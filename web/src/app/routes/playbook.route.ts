import { page } from "../page.ts";

export const playbookRoute = page({
  path: "/playbooks/$id",
  title: "Playbook",
  load: async () => (await import("../../features/playbooks/playbook-page.tsx")).PlaybookPage,
});
