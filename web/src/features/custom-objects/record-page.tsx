import type { CustomObject, CustomRecord } from "@perennial/contract";
import { endpointsOf } from "../../api/custom-endpoints.ts";
import { useMay } from "../../api/me.ts";
import { useProvenance } from "../../api/provenance.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { useRecordFacts } from "../../api/record-facts.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FactsList } from "../../ui/facts-list.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { whyNotWritten } from "./link-words.ts";
import { RecordAccountsCard } from "./record-accounts-card.tsx";
import { recordsAddress } from "./records-address.ts";
import { useOwner } from "./use-owner.ts";
import type { ListedRecord } from "./viewed-records.ts";

type RecordPageProps = { object: CustomObject; id: string };

/** One record of a custom object: its fields edited in place, where each value comes from, its account. */
export function RecordPage({ object, id }: RecordPageProps) {
  const endpoints = endpointsOf(object.slug);
  const { data, error, refetch } = useCall(endpoints.get, { params: { id } } as never, {
    live: [object.slug],
  });
  const record = data as CustomRecord | undefined;
  const owner = useOwner(object, record);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!record) return <Skeleton lines={8} />;
  return (
    <>
      <PageHeader
        title={record.name ?? object.name}
        crumbs={[{ label: object.namePlural, href: recordsAddress(object.slug) }, ...(owner ? [owner] : [])]}
        actions={<ArchiveAction object={object} record={record} />}
      />
      <div className="flex max-w-2xl flex-col gap-3.5">
        {record.archivedAt === null ? (
          <RecordFacts object={object} id={id} />
        ) : (
          <p className="text-ink-2">This {object.name.toLowerCase()} is archived. Restore it to edit it.</p>
        )}
        {record.accounts && <RecordAccountsCard object={object} record={record} />}
      </div>
    </>
  );
}

function RecordFacts({ object, id }: RecordPageProps) {
  const { list, update, get } = endpointsOf(object.slug);
  const { row, facts, onCommit, error } = useRecordFacts<ListedRecord>({
    object: object.slug,
    plural: "custom-objects",
    list,
    update,
    refreshes: [get],
    id,
    isCopy: object.mirrorOf !== null,
  });
  const provenance = useProvenance(object.slug, id);
  return (
    <Card title="Facts" subtitle={whyNotWritten(object) ?? "Edited here"}>
      {error && <ErrorState error={error} />}
      {!error && !row && <Skeleton lines={4} />}
      {row && (
        <FactsList
          label="Facts"
          row={row}
          rowId={(each) => each.id}
          facts={facts.map((fact) =>
            fact.id === "name" ? { ...fact, editable: onCommit !== undefined } : fact,
          )}
          onCommit={onCommit}
          provenance={provenance}
        />
      )}
    </Card>
  );
}

function ArchiveAction({ object, record }: { object: CustomObject; record: CustomRecord }) {
  const mayDelete = useMay("custom-objects.delete") && object.mirrorOf === null;
  const { archive, restore, get, list } = endpointsOf(object.slug);
  const refreshes = [get, list];
  const input = { params: { id: record.id } } as never;
  const bring = useWrite(restore, { refreshes });
  const put = useWrite(archive, {
    refreshes,
    onSuccess: () => toast({ title: `“${record.name}” is archived`, undo: () => bring.mutate(input) }),
  });
  if (!mayDelete) return null;
  return record.archivedAt === null ? (
    <Button busy={put.isPending} onClick={() => put.mutate(input)}>
      Archive
    </Button>
  ) : (
    <Button busy={bring.isPending} onClick={() => bring.mutate(input)}>
      Restore
    </Button>
  );
}
