import { type Risk, risks } from "@perennial/contract";
import { useMemo } from "react";
import { ownerChoice } from "../../api/owner-choice.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import type { ViewChoice, ViewedObject } from "../../api/viewed-object.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { joinChoices } from "../../ui/grid/multi-value.ts";

export type ListedRisk = Risk & ListedRow;

/** Risks as the page of their views shows them: those under way, the most ARR first. */
export const risksViewed: ViewedObject<ListedRisk> = {
  object: "risk",
  plural: "risks",
  title: "Risks",
  noun: "risk",
  list: risks.list,
  update: risks.update,
  live: ["risk", "account"],
  searched: "summary",
  hrefOf: (risk) => `/risks/${risk.id}`,
  titleOf: (risk) => risk.summary ?? "Risk",
  usualName: "Risks under way",
  laidOutBy: { board: "tier", calendar: "nextReviewOn" },
  usual: {
    filter: null,
    columns: [
      "summary",
      "accountName",
      "tier",
      "status",
      "arrAtRisk",
      "rootCause",
      "ownerId",
      "nextStep",
      "nextStepOn",
      "nextReviewOn",
      "account.region",
      "account.nextRenewalOn",
      "ageDays",
    ],
    sort: "-arrAtRisk",
    group: null,
    layout: "table",
    layoutField: null,
    widths: {},
    pinned: null,
    footers: { arrAtRisk: "sum" },
  },
  useColumns: (canEdit) => {
    const causes = useRootCauses();
    return useMemo(() => ownColumns(causes, canEdit), [causes, canEdit]);
  },
  useChoices: () => choices,
  empty: {
    title: "No risk here",
    text: "Record one, turn an indicator into one, or take a filter away.",
  },
};

function ownColumns(causes: ReturnType<typeof useRootCauses>, canEdit: boolean): GridColumn<ListedRisk>[] {
  return [
    {
      id: "summary",
      type: "text",
      title: "Risk",
      mentions: true,
      width: 240,
      editable: canEdit,
      required: true,
      href: (risk) => `/risks/${risk.id}`,
    },
    {
      id: "accountName",
      type: "text",
      title: "Account",
      width: 150,
      href: (risk) => `/accounts/${risk.accountId}`,
    },
    {
      id: "rootCause",
      type: "select",
      title: "Root cause",
      options: causes,
      editable: canEdit,
      required: true,
      width: 170,
    },
    {
      id: "secondaryCauses",
      type: "multiSelect",
      title: "Secondary causes",
      value: (risk) => joinChoices(risk.secondaryCauses ?? []),
      options: causes,
      editable: canEdit,
      width: 170,
    },
    { id: "ageDays", type: "number", title: "Age, days", digits: 0, width: 90, sortable: false },
  ];
}

const underWay = { subject: "status", op: "is-any-of", value: ["open", "monitoring"] };

const choices: readonly ViewChoice[] = [
  {
    id: "status",
    label: "Status",
    usual: "open",
    options: [
      { value: "all", label: "Under way or left", rule: null },
      { value: "open", label: "Under way", rule: underWay },
      { value: "left", label: "Saved, lost, withdrawn", rule: { not: underWay } },
    ],
  },
  ownerChoice,
  {
    id: "recurrence",
    label: "Comes back",
    isRare: true,
    usual: "any",
    options: [
      { value: "any", label: "New or come back", rule: null },
      { value: "yes", label: "Come back", rule: { not: { subject: "recurrence", op: "is-empty" } } },
    ],
  },
  {
    id: "review",
    label: "Review",
    isRare: true,
    usual: "any",
    options: [
      { value: "any", label: "Any review", rule: null },
      {
        value: "overdue",
        label: "Review overdue",
        rule: {
          all: [
            underWay,
            { subject: "nextReviewOn", op: "more-than-ago", value: { count: 0, unit: "days" } },
          ],
        },
      },
    ],
  },
];
