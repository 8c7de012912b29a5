import { page } from "../page.ts";

/** One segment; the scores of its accounts can be asked why they stand there. */
export const segmentRoute = page({
  path: "/segments/$slug",
  title: "Segment",
  readsPast: true,
  load: async () => {
    const [{ SegmentPage }, { ScoreWhyPanel }] = await Promise.all([
      import("../../features/segments/segment-page.tsx"),
      import("../../features/health/score-why-panel.tsx"),
    ]);
    return ({ params }: { params: { slug: string } }) => (
      <ScoreWhyPanel>
        <SegmentPage params={params} />
      </ScoreWhyPanel>
    );
  },
});
