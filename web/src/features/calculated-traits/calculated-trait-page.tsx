import { getRuleCatalog, getTrait, type Trait } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { CalculatedTraitForm } from "./calculated-trait-form.tsx";

/** A calculated trait of accounts: its formula, what it gives for one account, and how it is spread over all. */
export function CalculatedTraitPage({ params }: { params: { id: string } }) {
  const isNew = params.id === "new";
  const mayWrite = useMay("traits.write");
  const trait = useCall(getTrait, { params }, { enabled: !isNew });
  const catalog = useCall(getRuleCatalog, {}, { live: ["trait", "segment", "metric", "health-score"] });
  if (isNew && !mayWrite) return <NoPermissionState what="new traits" />;
  const error = trait.error ?? catalog.error;
  const retry = () => void (trait.error ? trait.refetch() : catalog.refetch());
  return (
    <SettingsFrame
      title={trait.data?.name ?? (isNew ? "New calculated trait" : "Calculated trait")}
      intro="A number, text, date or yes/no that is worked out for every account from its fields, metrics and related records, and kept true as they change."
    >
      {error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : !catalog.data || (!isNew && !trait.data) ? (
        <Skeleton lines={8} />
      ) : trait.data?.formula === null ? (
        <EmptyState title={`“${trait.data.name}” has no formula`}>
          People, imports and connectors fill it in. <Link to="/settings/traits">All traits</Link>
        </EmptyState>
      ) : (
        <CalculatedTraitForm
          key={keyOf(trait.data)}
          catalog={catalog.data}
          isReadOnly={!mayWrite || (trait.data?.archivedAt ?? null) !== null}
          {...(trait.data ? { trait: trait.data } : {})}
        />
      )}
    </SettingsFrame>
  );
}

function keyOf(trait: Trait | undefined): string {
  return trait ? `${trait.id} ${trait.archivedAt ?? ""}` : "new";
}
