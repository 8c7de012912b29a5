import { useProvenance } from "../../api/provenance.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { OriginDetails } from "../../ui/provenance-button.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

type CellOriginProps = { object: string; row: ListedRow; slug: string; canPin: boolean };

/** Where the value of a cell comes from; of its account's columns, where the account's value does. */
export function CellOrigin({ object, row, slug, canPin }: CellOriginProps) {
  const { accountId } = row as { accountId?: string | null };
  const isOfAccount = slug.startsWith("account.") && typeof accountId === "string";
  const [of, id, field] = isOfAccount
    ? ["account", accountId, slug.slice("account.".length)]
    : [object, row.id, slug];
  const { byField, isPending, error, setPinned } = useProvenance(of, id);
  const origin = byField.get(field);
  if (error) return <p className="text-ink-2">{error.message}</p>;
  if (isPending) return <Skeleton lines={3} />;
  if (!origin) return <p>Perennial works it out from other values.</p>;
  const onPin = canPin && !isOfAccount ? (isPinned: boolean) => setPinned(field, isPinned) : undefined;
  return <OriginDetails origin={origin} onPin={onPin} />;
}
