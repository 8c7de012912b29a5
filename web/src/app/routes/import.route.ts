import { page } from "../page.ts";

export const importRoute = page({
  path: "/data/imports/$id",
  title: "Import",
  load: async () => (await import("../../features/imports/import-page.tsx")).ImportPage,
});
