import { page } from "../page.ts";

export const contractRoute = page({
  path: "/contracts/$id",
  title: "Contract",
  load: async () => (await import("../../features/contracts/contract-page.tsx")).ContractPage,
});
