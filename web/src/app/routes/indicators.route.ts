import { page } from "../page.ts";

export const indicatorsRoute = page({
  path: "/indicators",
  title: "Indicators",
  load: async () => (await import("../../features/indicators/indicators-page.tsx")).IndicatorsPage,
});
