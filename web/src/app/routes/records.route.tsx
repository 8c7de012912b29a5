import { page } from "../page.ts";

/** The records of a custom object, by views, and the page of one of them. The address names both. */
export const recordsRoute = page({
  path: "/records",
  title: "Custom objects",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { CustomRecords }, { viewedRecords }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/custom-objects/custom-records.tsx"),
      import("../../features/custom-objects/viewed-records.ts"),
    ]);
    return () => (
      <CustomRecords
        list={(object, traits, actions) => (
          <ViewsPage key={object.slug} viewed={viewedRecords(object, traits)} actions={actions} />
        )}
      />
    );
  },
});
