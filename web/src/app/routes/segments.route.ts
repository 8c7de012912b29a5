import { page } from "../page.ts";

export const segmentsRoute = page({
  path: "/segments",
  title: "Segments",
  load: async () => (await import("../../features/segments/segments-page.tsx")).SegmentsPage,
});
