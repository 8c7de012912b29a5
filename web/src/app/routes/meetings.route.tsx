import { page } from "../page.ts";

/** Every one of the meetings, as views show them. */
export const meetingsRoute = page({
  path: "/meetings",
  title: "Meetings",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { meetingsViewed }, { NewMeeting }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/meetings/meetings-viewed.ts"),
      import("../../features/meetings/new-meeting.tsx"),
    ]);
    return () => <ViewsPage viewed={meetingsViewed} actions={<NewMeeting />} />;
  },
});
