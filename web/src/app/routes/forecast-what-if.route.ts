import { page } from "../page.ts";

export const forecastWhatIfRoute = page({
  path: "/forecast/what-if",
  title: "What if",
  load: async () => (await import("../../features/scenarios/what-if-page.tsx")).WhatIfPage,
});
