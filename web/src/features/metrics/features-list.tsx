import {
  archiveFeature,
  type Feature,
  featureStates,
  listFeatures,
  restoreFeature,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { Progress } from "../../ui/progress.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { FeatureDialog } from "./feature-dialog.tsx";

const refreshes = [listFeatures];

type FeaturesListProps = { mayWrite: boolean; isArchived: boolean };

/** The product's features, with how far the accounts are with each. */
export function FeaturesList({ mayWrite, isArchived }: FeaturesListProps) {
  const list = useCall(
    listFeatures,
    { query: { archived: isArchived ? "true" : "false" } },
    { live: ["feature", "account"] },
  );
  const [edited, setEdited] = useState<Feature>();
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={5} />;
  const { items } = list.data;
  const pass = items.find((each) => each.pass)?.pass;
  if (items.length === 0) {
    return isArchived ? (
      <EmptyState title="Nothing is archived">Features that are archived are kept here.</EmptyState>
    ) : (
      <EmptyState title="No feature is followed yet">
        A feature is known by its events. Define the first one to see which accounts have adopted it.
      </EmptyState>
    );
  }
  return (
    <>
      {pass && (
        <div className="mb-3">
          <Progress
            label="Being worked out for all accounts"
            done={pass.accountsDone}
            total={pass.accountsTotal ?? undefined}
          />
        </div>
      )}
      <ul aria-label="Features" className="max-w-4xl divide-y divide-line">
        {items.map((feature) => (
          <FeatureLine
            key={feature.id}
            feature={feature}
            mayWrite={mayWrite}
            onEdit={() => setEdited(feature)}
          />
        ))}
      </ul>
      {edited && <FeatureDialog feature={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

type LineProps = { feature: Feature; mayWrite: boolean; onEdit: () => void };

function FeatureLine({ feature, mayWrite, onEdit }: LineProps) {
  const { id, slug, name, accounts, archivedAt } = feature;
  const restore = useWrite(restoreFeature, { refreshes });
  const archive = useWrite(archiveFeature, {
    refreshes,
    onSuccess: () =>
      toast({ title: `“${name}” is archived`, undo: () => restore.mutate({ params: { id } }) }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <span className="min-w-56 grow">
        <span className="font-[550]">{name}</span>
        <span className="block text-s text-ink-2">{wordsOf(feature)}</span>
        {archive.error && (
          <span role="alert" className="block text-s text-bad">
            {archive.error.message}
          </span>
        )}
      </span>
      {archivedAt === null && (
        <span className="flex gap-3 text-s">
          {featureStates.map(({ value, label }) => (
            <Link
              key={value}
              to="/accounts"
              search={{ filter: { subject: `feature:${slug}`, op: "is-any-of", value: [value] } } as never}
              className="flex min-w-16 flex-col rounded-control px-1.5 hover:bg-sunken"
              title={`Accounts that are here: ${label}`}
            >
              <span className="text-ink-2">{label}</span>
              <span className="text-n font-[550] tabular-nums">{formatNumber(accounts[value])}</span>
            </Link>
          ))}
        </span>
      )}
      {mayWrite && archivedAt === null && (
        <span>
          <Button variant="quiet" aria-label={`Edit ${name}`} onClick={onEdit}>
            Edit
          </Button>
          <Button
            variant="quiet"
            aria-label={`Archive ${name}`}
            busy={archive.isPending}
            onClick={() => archive.mutate({ params: { id } })}
          >
            Archive
          </Button>
        </span>
      )}
      {mayWrite && archivedAt !== null && (
        <Button
          aria-label={`Restore ${name}`}
          busy={restore.isPending}
          onClick={() => restore.mutate({ params: { id } })}
        >
          Restore
        </Button>
      )}
    </li>
  );
}

/** `Adopted when used 3 times by 2 contacts within 30 days`. */
function wordsOf({ minTimes, minContacts, windowDays, names, removedBy }: Feature): string {
  const of = names.join(", ");
  if (removedBy.length > 0) {
    return `Adopted while ${formatCount(minTimes, "is", "are")} there: made by ${of}, taken away by ${removedBy.join(", ")}`;
  }
  const by = minContacts > 1 ? ` by ${formatCount(minContacts, "contact")}` : "";
  return `Adopted when used ${formatCount(minTimes, "time")}${by} within ${formatCount(windowDays, "day")}: ${of}`;
}
