import { page } from "../page.ts";

export const qualityCheckRoute = page({
  path: "/data-quality/$slug",
  title: "Data quality",
  load: async () => (await import("../../features/data-quality/check-page.tsx")).CheckPage,
});
