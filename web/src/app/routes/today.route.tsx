import { page } from "../page.ts";

/** The queue of today; what indicators are turned into is the indicators' own dialog. */
export const todayRoute = page({
  path: "/today",
  title: "Today",
  load: async () => {
    const [{ TodayPage }, { TurnDialog }] = await Promise.all([
      import("../../features/today/today-page.tsx"),
      import("../../features/indicators/turn-dialog.tsx"),
    ]);
    return () => <TodayPage TurnDialog={TurnDialog} />;
  },
});
