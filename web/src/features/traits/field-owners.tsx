import { type FieldDescription, listFields, setFieldOwner } from "@perennial/contract";
import { useCall, useWrite } from "../../api/query.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { typeLabel } from "../../ui/trait-types.ts";
import { objectLabel } from "./objects.ts";

const owners = [
  { value: "source-wins", label: "Source wins" },
  { value: "local-wins", label: "Local wins", tone: "accent" },
] as const;

const columnsFor = (mayWrite: boolean): GridColumn<FieldDescription>[] => [
  { id: "label", type: "text", title: "Field", width: 220 },
  { id: "group", type: "text", title: "Group", width: 140 },
  { id: "type", type: "text", title: "Type", width: 140, value: (field) => typeLabel(field.type) },
  {
    id: "owner",
    type: "select",
    title: "Last word",
    width: 160,
    options: owners,
    required: true,
    editable: mayWrite,
    hint: "Local wins: what a person sets is pinned, and no import, connector or API key overwrites it until it is unpinned",
  },
];

/** Who has the last word about each field that people and sources both write. */
export function FieldOwners({ object, mayWrite }: { object: string; mayWrite: boolean }) {
  const fields = useCall(listFields, { params: { object } }, { live: ["trait", "key-role"] });
  const write = useWrite(setFieldOwner, { refreshes: [listFields] });
  if (fields.error) return <ErrorState error={fields.error} onRetry={() => void fields.refetch()} />;
  return (
    <DataGrid
      label={`Sources of ${objectLabel(object)}`}
      columns={columnsFor(mayWrite)}
      rows={fields.data?.items.filter((field) => field.isEditable) ?? []}
      rowId={(field) => field.slug}
      isLoading={fields.isPending}
      height="content"
      onCommit={async (edits) => {
        for (const { rowId: field, value } of edits) {
          const owner = value === "local-wins" ? "local-wins" : "source-wins";
          await write.mutateAsync({ params: { object, field }, body: { owner } });
        }
      }}
    />
  );
}
