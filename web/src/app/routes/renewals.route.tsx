import { page } from "../page.ts";

/** Every renewal of a window: what it is worth, whether it will close, who owns it and what happens next. */
export const renewalsRoute = page({
  path: "/renewals",
  title: "Renewals",
  load: async () => {
    const [{ ViewsPage }, { renewalsViewed }, { RenewalNumbers }, { missingNote, useRenewalActions }] =
      await Promise.all([
        import("../../features/views/views-page.tsx"),
        import("../../features/renewals/renewals-viewed.ts"),
        import("../../features/renewals/renewal-numbers.tsx"),
        import("../../features/renewals/use-renewal-actions.tsx"),
      ]);
    return () => {
      const { selectionActions, dialog } = useRenewalActions();
      return (
        <>
          <ViewsPage
            viewed={renewalsViewed}
            crumbs={[{ label: "Renewals & account management", href: "/hubs/renewals" }]}
            Numbers={RenewalNumbers}
            footerNote={missingNote}
            selectionActions={selectionActions}
          />
          {dialog}
        </>
      );
    };
  },
});
