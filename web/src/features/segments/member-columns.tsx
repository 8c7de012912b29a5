import type { AccountMember, Segment, SegmentMember } from "@perennial/contract";
import { Badge } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { type ColumnContext, renderScore } from "../../ui/grid/described-column.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { segmentWords } from "./segment-words.ts";

const saidBy = { rule: "Rule", person: "By hand", playbook: "Playbook", import: "Import" } as const;

type Column = GridColumn<SegmentMember>;
type Context = Pick<ColumnContext, "currency" | "primaryScore" | "labelOfScore" | "isPast">;
const noScore = "Too little data for a score";

/** What is shown of each member, by what the segment is of. */
export function memberColumns(
  object: Segment["object"],
  context: Context,
  onWhy: ((member: SegmentMember) => void) | undefined,
): Column[] {
  const { path, title } = segmentWords[object];
  return [
    {
      id: "name",
      type: "text",
      title: title.slice(0, -1),
      width: 220,
      href: (member) => `${path}/${member.id}`,
    },
    ...ofObject[object](context),
    {
      id: "memberSince",
      type: "readonly",
      title: "Since",
      sortable: false,
      width: 120,
      render: (member) => <RelativeTime at={member.memberSince} missing="from before history was kept" />,
    },
    {
      id: "memberBy",
      type: "readonly",
      title: "Why",
      sortable: false,
      width: 110,
      render: (member) =>
        onWhy ? (
          <button
            type="button"
            onClick={() => onWhy(member)}
            aria-label={`Why is ${member.name} in this segment? ${saidBy[member.memberBy]}`}
            className="rounded-small text-accent underline decoration-dotted underline-offset-2"
          >
            {saidBy[member.memberBy]}
          </button>
        ) : (
          <Badge>{saidBy[member.memberBy]}</Badge>
        ),
    },
  ];
}

const ofObject: Record<Segment["object"], (context: Context) => Column[]> = {
  account: ({ currency, primaryScore: primary = "overall", labelOfScore, isPast }) => [
    {
      id: "arr",
      type: "money",
      title: "ARR",
      currency,
      value: (member) => (member as AccountMember).arr?.amount ?? null,
      missing: "No active subscription",
      width: 110,
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
      value: (member) => (member as AccountMember).scores[primary]?.value ?? null,
      missing: noScore,
      width: 80,
      render: renderScore((value) => labelOfScore(primary, value), noScore, isPast ? undefined : primary),
    },
  ],
  contact: () => [
    { id: "title", type: "text", title: "Title", width: 180, missing: "No title known" },
    { id: "email", type: "text", title: "E-mail", width: 220, missing: "No e-mail known" },
    {
      id: "accounts",
      type: "readonly",
      title: "Accounts",
      sortable: false,
      width: 220,
      render: (member) =>
        "accounts" in member ? member.accounts.map((account) => account.accountName).join(", ") || "–" : "–",
    },
  ],
  organization: ({ currency }) => [
    { id: "accountCount", type: "number", title: "Accounts", digits: 0, sortable: false, width: 90 },
    { id: "arr", type: "money", title: "ARR", currency, sortable: false, width: 110 },
    {
      id: "nextRenewalOn",
      type: "date",
      title: "Next renewal",
      relative: true,
      sortable: false,
      width: 180,
      missing: "No open renewal",
    },
  ],
};
