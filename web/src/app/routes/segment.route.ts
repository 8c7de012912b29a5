import { page } from "../page.ts";

export const segmentRoute = page({
  path: "/segments/$slug",
  title: "Segment",
  readsPast: true,
  load: async () => (await import("../../features/segments/segment-page.tsx")).SegmentPage,
});
