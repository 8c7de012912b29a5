import { page } from "../page.ts";

export const likelihoodRoute = page({
  path: "/likelihood",
  title: "Likelihood model",
  load: async () => (await import("../../features/likelihood/likelihood-page.tsx")).LikelihoodPage,
});
