import { type WorkItem, workKinds } from "@perennial/contract";

export const groupings = [
  { value: "none", label: "By priority" },
  { value: "account", label: "By account" },
  { value: "kind", label: "By kind" },
  { value: "owner", label: "By owner" },
] as const;
export type Grouping = (typeof groupings)[number]["value"];

export type WorkGroup = { key: string; label: string; items: readonly WorkItem[]; priority: number };
/** What stands under one another in the queue. */
export type WorkLine = { kind: "group"; group: WorkGroup } | { kind: "row"; item: WorkItem };

export const keyOfWork = ({ kind, id }: Pick<WorkItem, "kind" | "id">) => `${kind}:${id}`;

/**
 * The queue as lines: rows in the order of their priority, under their groups if wanted. The group that is worth most
 * comes first; rows of folded groups are not there.
 */
export function workLines(
  items: readonly WorkItem[],
  grouping: Grouping,
  folded: ReadonlySet<string>,
  ownerName: (id: string | null) => string,
): WorkLine[] {
  if (grouping === "none") return items.map((item) => ({ kind: "row", item }));
  const groups = [...Map.groupBy(items, keyFor[grouping])].map(([key, own]): WorkGroup => {
    const [first] = own;
    const label = first ? labelFor(grouping, first, ownerName) : key;
    return { key, label, items: own, priority: own.reduce((sum, item) => sum + item.priority, 0) };
  });
  return groups
    .toSorted((a, b) => b.priority - a.priority || a.label.localeCompare(b.label))
    .flatMap((group): WorkLine[] => [
      { kind: "group", group },
      ...(folded.has(group.key) ? [] : group.items.map((item) => ({ kind: "row" as const, item }))),
    ]);
}

const keyFor: Record<Exclude<Grouping, "none">, (item: WorkItem) => string> = {
  account: (item) => item.accountId,
  kind: (item) => item.kind,
  owner: (item) => item.ownerId ?? "",
};

function labelFor(
  grouping: Exclude<Grouping, "none">,
  item: WorkItem,
  ownerName: (id: string | null) => string,
): string {
  if (grouping === "account") return item.accountName;
  if (grouping === "owner") return ownerName(item.ownerId);
  return `${workKinds.find(({ value }) => value === item.kind)?.label}s`;
}
