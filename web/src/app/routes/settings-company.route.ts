import { page } from "../page.ts";

export const settingsCompanyRoute = page({
  path: "/settings/company",
  title: "Company",
  load: async () => (await import("../../features/company/company-page.tsx")).CompanyPage,
});
