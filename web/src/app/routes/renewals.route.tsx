import { page } from "../page.ts";

/** Every renewal of a window: what it is worth, whether it will close, who owns it and what happens next. */
export const renewalsRoute = page({
  path: "/renewals",
  title: "Renewals",
  readsPast: true,
  load: async () => {
    const [
      { ViewsPage },
      { ScoreWhyPanel },
      { useRenewalsViewed },
      { RenewalNumbers },
      { RenewalTimeline },
      { RenewalLinks },
      actions,
    ] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/health/score-why-panel.tsx"),
      import("../../features/renewals/renewals-viewed.ts"),
      import("../../features/renewals/renewal-numbers.tsx"),
      import("../../features/renewals/renewal-timeline.tsx"),
      import("../../features/renewals/renewal-links.tsx"),
      import("../../features/renewals/use-renewal-actions.tsx"),
    ]);
    const { missingNote, useRenewalActions } = actions;
    return () => {
      const viewed = useRenewalsViewed();
      const { selectionActions, moveInstead, dialog } = useRenewalActions();
      return (
        <ScoreWhyPanel>
          <ViewsPage
            viewed={viewed}
            crumbs={[{ label: "Renewals & account management", href: "/hubs/renewals" }]}
            Numbers={RenewalNumbers}
            Timeline={RenewalTimeline}
            actions={<RenewalLinks />}
            footerNote={missingNote}
            selectionActions={selectionActions}
            moveInstead={moveInstead}
          />
          {dialog}
        </ScoreWhyPanel>
      );
    };
  },
});
