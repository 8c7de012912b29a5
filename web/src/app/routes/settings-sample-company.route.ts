import { page } from "../page.ts";

export const settingsSampleCompanyRoute = page({
  path: "/settings/sample-company",
  title: "Sample company",
  load: async () => (await import("../../features/sample-company/sample-company-page.tsx")).SampleCompanyPage,
});
