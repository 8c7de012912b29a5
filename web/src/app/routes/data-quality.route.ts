import { page } from "../page.ts";

export const dataQualityRoute = page({
  path: "/data-quality",
  title: "Data quality",
  load: async () => (await import("../../features/data-quality/quality-page.tsx")).QualityPage,
});
