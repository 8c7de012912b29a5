import type { TableWidget, WidgetTables } from "../../features/dashboards/widget-view.tsx";
import { page } from "../page.ts";

/** A dashboard with the tables that features give it. */
export const dashboardRoute = page({
  path: "/dashboards/$id",
  title: "Dashboard",
  load: async () => {
    const [
      { DashboardPage },
      { ViewedTable },
      { ScoreWhyPanel },
      renewals,
      accounts,
      contacts,
      tasks,
      organizations,
    ] = await Promise.all([
      import("../../features/dashboards/dashboard-page.tsx"),
      import("../../features/views/viewed-table.tsx"),
      import("../../features/health/score-why-panel.tsx"),
      import("../../features/renewals/renewals-viewed.ts"),
      import("../../features/accounts/accounts-viewed.tsx"),
      import("../../features/contacts/contacts-viewed.tsx"),
      import("../../features/projects/tasks-viewed.ts"),
      import("../../features/organizations/organizations-viewed.ts"),
    ]);
    type Props = { widget: TableWidget; height: number };
    const shown = ({ widget, height }: Props) => ({
      filter: widget.filter ?? { all: [] },
      columns: widget.columns,
      sort: widget.sort,
      height,
    });
    const tables: WidgetTables = {
      renewal: (props: Props) => <ViewedTable viewed={renewals.useRenewalsViewed()} {...shown(props)} />,
      account: (props: Props) => <ViewedTable viewed={accounts.useAccountsViewed()} {...shown(props)} />,
      contact: (props: Props) => <ViewedTable viewed={contacts.contactsViewed} {...shown(props)} />,
      task: (props: Props) => <ViewedTable viewed={tasks.tasksViewed} {...shown(props)} />,
      organization: (props: Props) => (
        <ViewedTable viewed={organizations.organizationsViewed} {...shown(props)} />
      ),
    };
    return ({ params }: { params: { id: string } }) => (
      <ScoreWhyPanel>
        <DashboardPage params={params} tables={tables} />
      </ScoreWhyPanel>
    );
  },
});
