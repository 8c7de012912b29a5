import { page } from "../page.ts";

export const duplicatesRoute = page({
  path: "/duplicates",
  title: "Duplicates",
  load: async () => (await import("../../features/identity/duplicates-page.tsx")).DuplicatesPage,
});
