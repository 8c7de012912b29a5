import { page } from "../page.ts";

export const settingsTraitsRoute = page({
  path: "/settings/traits",
  title: "Traits and key roles",
  load: async () => (await import("../../features/traits/traits-page.tsx")).TraitsPage,
});
