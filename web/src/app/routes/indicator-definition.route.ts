import { page } from "../page.ts";

export const indicatorDefinitionRoute = page({
  path: "/indicators/$slug",
  title: "Indicator",
  load: async () =>
    (await import("../../features/indicators/indicator-definition-page.tsx")).IndicatorDefinitionPage,
});
