import { lifecycles, tiers, touchModels } from "@perennial/contract";
import type { GridColumn } from "../../ui/grid/column.ts";
import { type ColumnContext, renderScore } from "../../ui/grid/described-column.tsx";
import type { ListedAccount } from "./accounts-viewed.tsx";

/** The columns of the table of accounts that are drawn otherwise than their field says, by its slug. */
export function accountColumns(context: ColumnContext): GridColumn<ListedAccount>[] {
  const { teammates: people, currency, canEdit: editable, primaryScore: primary = "overall" } = context;
  return [
    {
      id: "name",
      type: "text",
      title: "Account",
      width: 200,
      editable,
      href: (account) => `/accounts/${account.id}`,
    },
    {
      id: "arr",
      type: "money",
      title: "ARR",
      currency,
      value: (account) => account.arr?.amount ?? null,
      missing: "No active subscription",
      width: 110,
    },
    {
      id: "lifecycle",
      type: "select",
      title: "Lifecycle",
      options: [...lifecycles],
      width: 120,
      missing: "Not classified: there is neither revenue nor a trial",
    },
    {
      id: "nextRenewalOn",
      type: "date",
      title: "Next renewal",
      relative: true,
      width: 180,
      missing: "No open renewal",
    },
    {
      id: `score:${primary}`,
      type: "number",
      title: "Health",
      digits: 0,
      value: (account) => account.scores[primary]?.value ?? null,
      missing: "Too little data for a score",
      width: 80,
      render: renderScore(
        (value) => context.labelOfScore(primary, value),
        "Too little data for a score",
        context.isPast ? undefined : primary,
      ),
    },
    { id: "plan", type: "text", title: "Plan", editable, width: 110 },
    { id: "tier", type: "select", title: "Tier", options: tiers, editable, width: 80 },
    { id: "touchModel", type: "select", title: "Touch", options: [...touchModels], editable, width: 120 },
    {
      id: "keyRole:csm",
      type: "teammate",
      title: "CSM",
      options: people,
      editable,
      value: (account) => account.keyRoles.csm ?? null,
      missing: "Nobody is CSM",
      width: 160,
    },
    {
      id: "keyRole:account_manager",
      type: "teammate",
      title: "Account manager",
      options: people,
      editable,
      value: (account) => account.keyRoles.account_manager ?? null,
      missing: "Nobody is account manager",
      width: 160,
    },
    { id: "region", type: "text", title: "Region", editable, width: 100 },
    { id: "industry", type: "text", title: "Industry", editable, width: 140 },
    { id: "employeeCount", type: "number", title: "Employees", digits: 0, editable, width: 100 },
    { id: "customerSince", type: "date", title: "Customer since", editable, width: 130 },
  ];
}
