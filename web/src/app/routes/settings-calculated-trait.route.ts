import { page } from "../page.ts";

export const settingsCalculatedTraitRoute = page({
  path: "/settings/traits/$id",
  title: "Calculated trait",
  load: async () =>
    (await import("../../features/calculated-traits/calculated-trait-page.tsx")).CalculatedTraitPage,
});
