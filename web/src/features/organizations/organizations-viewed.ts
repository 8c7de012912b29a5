import { type Organization, organizations } from "@perennial/contract";
import { useMemo } from "react";
import { useMe } from "../../api/me.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";

export type ListedOrganization = Organization & ListedRow;

/** Organizations as the page of their views shows them, with what their accounts come to. */
export const organizationsViewed: ViewedObject<ListedOrganization> = {
  object: "organization",
  plural: "organizations",
  title: "Organizations",
  noun: "organization",
  list: organizations.list,
  update: organizations.update,
  live: ["organization", "account"],
  searched: "name",
  hrefOf: (organization) => `/organizations/${organization.id}`,
  titleOf: (organization) => organization.name ?? "Organization",
  usualName: "All organizations",
  usual: {
    filter: null,
    columns: ["name", "accountCount", "arr", "nextRenewalOn", "domains"],
    sort: "name",
    group: null,
    layout: "table",
    layoutField: null,
    widths: {},
    pinned: null,
    footers: { accountCount: "sum", arr: "sum" },
  },
  useColumns: () => {
    const currency = useMe().data?.company.currency ?? "USD";
    return useMemo((): GridColumn<ListedOrganization>[] => [name, accountCount, arrIn(currency)], [currency]);
  },
  empty: { title: "No organization fits", text: "Take a filter away, or import organizations." },
};

const name: GridColumn<ListedOrganization> = {
  id: "name",
  type: "text",
  title: "Organization",
  width: 220,
  href: (organization) => `/organizations/${organization.id}`,
};
const accountCount: GridColumn<ListedOrganization> = {
  id: "accountCount",
  type: "number",
  title: "Accounts",
  digits: 0,
  width: 90,
};
const arrIn = (currency: string): GridColumn<ListedOrganization> => ({
  id: "arr",
  type: "money",
  title: "ARR",
  currency,
  width: 120,
});
