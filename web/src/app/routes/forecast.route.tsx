import { page } from "../page.ts";

/** The forecast, with the table of renewals that is edited everywhere. */
export const forecastRoute = page({
  path: "/forecast",
  title: "Forecast",
  readsPast: true,
  load: async () => {
    const [{ ForecastPage }, { RenewalsTable }] = await Promise.all([
      import("../../features/forecast/forecast-page.tsx"),
      import("../../features/renewals/renewals-table.tsx"),
    ]);
    return () => <ForecastPage Renewals={RenewalsTable} />;
  },
});
