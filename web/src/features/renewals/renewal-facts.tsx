import { bulkUpdateRenewals, type Renewal, renewals } from "@perennial/contract";
import { useMemo } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMe } from "../../api/me.ts";
import { FactsList } from "../../ui/facts-list.tsx";
import { renewalColumns } from "./renewal-columns.ts";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

const refreshes = [renewals.list, renewals.get];
type Props = {
  renewal: Renewal /** Slugs of the fields, in their order. */;
  facts: readonly string[];
  canEdit: boolean;
};

/** A renewal's fields under one another, each edited in its place. */
export function RenewalFacts({ renewal, facts: slugs, canEdit }: Props) {
  const definitions = useRenewalDefinitions();
  const currency = useMe().data?.company.currency ?? "USD";
  const facts = useMemo(() => {
    const all = renewalColumns<Renewal>(definitions, currency, canEdit);
    return slugs.flatMap((slug) => all.find((column) => column.id === slug) ?? []);
  }, [slugs, definitions, currency, canEdit]);
  const commit = useCellCommit({ update: renewals.update, bulkUpdate: bulkUpdateRenewals, refreshes });
  return (
    <FactsList
      label="Renewal"
      row={renewal}
      rowId={(each) => each.id}
      facts={facts}
      onCommit={canEdit ? commit : undefined}
    />
  );
}
