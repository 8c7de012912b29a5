import { type CustomObject, type CustomRecord, listCustomObjects } from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { endpointsOf } from "../../api/custom-endpoints.ts";
import { useMay } from "../../api/me.ts";
import { useCall, usePages } from "../../api/query.ts";
import { useColumnContext, useRecordColumns } from "../../api/record-columns.ts";
import type { ChoosableObject } from "../../api/record-options.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { linkWords } from "./link-words.ts";
import { NewRecordDialog } from "./new-record-dialog.tsx";
import { recordsAddress } from "./records-address.ts";

type Row = CustomRecord & ListedRow;

type Owner = { object: ChoosableObject; id: string };

/** What the company keeps of a record beside the built-in kinds: a card for each of its own kinds that belong to such. */
export function RecordsCards({ owner }: { owner: Owner }) {
  const mayRead = useMay("custom-objects.read");
  const objects = useCall(listCustomObjects, {}, { live: ["custom-object"], enabled: mayRead });
  const items = (objects.data?.items ?? []).filter(
    ({ linkedTo }) => linkWords[linkedTo].object === owner.object,
  );
  if (items.length === 0) return null;
  return (
    <div className="flex flex-col gap-3.5">
      {items.map((object) => (
        <RecordsCard key={object.slug} object={object} owner={owner} />
      ))}
    </div>
  );
}

function RecordsCard({ object, owner }: { object: CustomObject; owner: Owner }) {
  const [isNew, setNew] = useState(false);
  const mayWrite = useMay("custom-objects.write") && object.mirrorOf === null;
  const { descriptions, columns } = useRecordColumns<Row>(object.slug, useColumnContext(false));
  const traits = descriptions.map(({ slug }) => slug).filter((slug) => slug.startsWith("trait:"));
  const list = usePages(
    endpointsOf(object.slug).list,
    {
      query: {
        filter: JSON.stringify(linkWords[object.linkedTo].filterOf(owner.id)),
        sort: "name",
        limit: 100,
        ...(traits.length > 0 ? { values: traits.join(",") } : {}),
      },
    } as never,
    { live: [object.slug], enabled: descriptions.length > 0 },
  );
  const name: GridColumn<Row> = {
    id: "name",
    type: "text",
    title: "Name",
    width: 200,
    href: (record) => recordsAddress(object.slug, record.id),
  };
  return (
    <Card
      title={object.namePlural}
      {...(object.mirrorOf === null ? {} : { subtitle: `A copy of ${object.mirrorOf}` })}
      actions={
        mayWrite && (
          <IconButton icon={Plus} label={`New ${object.name.toLowerCase()}`} onClick={() => setNew(true)} />
        )
      }
    >
      <DataGrid
        label={object.namePlural}
        columns={[name, ...traits.flatMap((slug) => columns.get(slug) ?? [])]}
        rows={list.rows as unknown as Row[]}
        rowId={(record) => record.id}
        isLoading={list.isPending}
        onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
        height={200}
        empty={<EmptyState title={`No ${object.name.toLowerCase()} yet`} />}
      />
      {isNew && <NewRecordDialog object={object} owner={owner} onClose={() => setNew(false)} />}
    </Card>
  );
}
