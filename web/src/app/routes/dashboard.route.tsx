import type { TableWidget } from "../../features/dashboards/dashboard-page.tsx";
import { page } from "../page.ts";

/** A dashboard with the tables that features give it. */
export const dashboardRoute = page({
  path: "/dashboards/$id",
  title: "Dashboard",
  load: async () => {
    const [{ DashboardPage }, { RenewalsTable }] = await Promise.all([
      import("../../features/dashboards/dashboard-page.tsx"),
      import("../../features/renewals/renewals-table.tsx"),
    ]);
    const tables = {
      renewal: ({ widget }: { widget: TableWidget }) => (
        <RenewalsTable
          filter={widget.filter ?? { all: [] }}
          columns={widget.columns}
          height={520}
          {...(widget.sort ? { sort: widget.sort } : {})}
        />
      ),
    };
    return ({ params }: { params: { id: string } }) => <DashboardPage params={params} tables={tables} />;
  },
});
