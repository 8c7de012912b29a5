import { type Account, accounts, lifecycles, tiers, touchModels } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useMemo } from "react";
import { useColumnContext } from "../../api/record-columns.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import type { ViewChoice, ViewedObject } from "../../api/viewed-object.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { accountColumns } from "./account-columns.tsx";

export type ListedAccount = Account & ListedRow;

/** Accounts as the page of their views shows them: those that pay us, by name, with the score meant by “health”. */
export function useAccountsViewed(): ViewedObject<ListedAccount> {
  const { primary = "overall" } = useScoreLabels();
  return useMemo(() => viewedBy(`score:${primary}`), [primary]);
}

const viewedBy = (health: string): ViewedObject<ListedAccount> => ({
  object: "account",
  plural: "accounts",
  title: "Accounts",
  noun: "account",
  list: accounts.list,
  update: accounts.update,
  live: ["account"],
  searched: "name",
  hrefOf: (account) => `/accounts/${account.id}`,
  titleOf: (account) => account.name ?? "Account",
  usualName: "All accounts",
  laidOutBy: { board: `${health}.label`, calendar: "nextRenewalOn" },
  usual: {
    filter: null,
    columns: [
      "name",
      "arr",
      "lifecycle",
      "nextRenewalOn",
      health,
      "healthChange30d",
      "plan",
      "tier",
      "touchModel",
      "keyRole:csm",
      "keyRole:account_manager",
      "region",
      "industry",
      "employeeCount",
      "customerSince",
    ],
    sort: "name",
    group: null,
    layout: "table",
    layoutField: null,
    widths: {},
    pinned: null,
    footers: { arr: "sum" },
  },
  useColumns: (canEdit) => {
    const context = useColumnContext(canEdit);
    return useMemo(() => accountColumns(context), [context]);
  },
  useChoices: () => choices,
  empty: { title: "No account fits", text: "Take a filter away, or import accounts." },
});

type Options = readonly { value: string; label: string }[];

/** Any, or one of a field's options. */
function choice(id: string, label: string, any: string, options: Options, words = ""): ViewChoice {
  const rule = (value: string): RuleJson => ({ subject: id, op: "is", value });
  return {
    id,
    label,
    usual: "any",
    options: [
      { value: "any", label: any, rule: null },
      ...options.map((option) => ({
        value: option.value,
        label: words + option.label,
        rule: rule(option.value),
      })),
    ],
  };
}

const choices: readonly ViewChoice[] = [
  {
    id: "book",
    label: "Whose",
    usual: "all",
    options: [
      { value: "all", label: "Everybody's accounts", rule: null },
      {
        value: "mine",
        label: "My book",
        rule: {
          any: [
            { subject: "keyRole:csm", op: "is-me" },
            { subject: "keyRole:account_manager", op: "is-me" },
          ],
        },
      },
      { value: "nobody", label: "Without a CSM", rule: { subject: "keyRole:csm", op: "is-empty" } },
    ],
  },
  choice("lifecycle", "Lifecycle", "Any lifecycle", lifecycles),
  choice("tier", "Tier", "Any tier", tiers, "Tier "),
  choice("touchModel", "Touch model", "Any touch model", touchModels),
];
