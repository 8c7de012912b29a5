import { page } from "../page.ts";

export const importsRoute = page({
  path: "/data",
  title: "Imports",
  load: async () => (await import("../../features/imports/imports-page.tsx")).ImportsPage,
});
