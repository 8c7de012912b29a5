import { accounts, addExternalId, contacts, type Duplicate, removeExternalId } from "@perennial/contract";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { EraseDialog } from "./erase-dialog.tsx";
import { HistoryDialog } from "./history-dialog.tsx";
import { MergeWithDialog } from "./merge-with-dialog.tsx";

type ExternalId = { source: string; externalId: string };
type IdentityCardProps = {
  object: Duplicate["object"];
  record: { id: string; name: string; email?: string | null; externalIds: readonly ExternalId[] };
};
const refreshes = [accounts.get, accounts.list, contacts.get, contacts.list];

/** By what names other systems know a record, and the way to merge it with another. */
export function IdentityCard({ object, record }: IdentityCardProps) {
  const mayWrite = useMay("merges.write");
  const mayErase = useMay(`${object}s.erase`);
  const [dialog, setDialog] = useState<"add" | "merge" | "erase" | "history">();
  const give = useWrite(addExternalId, { refreshes });
  const take = useWrite(removeExternalId, { refreshes });
  const onError = (error: Error) => toast({ title: error.message, tone: "bad" });
  const remove = (id: ExternalId) =>
    take.mutate(
      { query: { object, ...id } },
      {
        onError,
        onSuccess: () =>
          toast({
            title: `${id.externalId} is no id of ${record.name} any more`,
            undo: () => give.mutate({ body: { object, objectId: record.id, ...id } }, { onError }),
          }),
      },
    );
  return (
    <Card
      title="Identity"
      subtitle={`${formatCount(record.externalIds.length, "id")} in other systems`}
      actions={
        <>
          <Button onClick={() => setDialog("history")}>History</Button>
          {mayWrite && (
            <>
              <Button onClick={() => setDialog("merge")}>Merge</Button>
              <IconButton icon={Plus} label="Add an id" onClick={() => setDialog("add")} />
            </>
          )}
        </>
      }
    >
      {record.externalIds.length === 0 && (
        <p className="text-ink-2">No other system has a name for this {object}.</p>
      )}
      <ul aria-label="Ids in other systems">
        {record.externalIds.map((id) => (
          <li
            key={`${id.source} ${id.externalId}`}
            className="flex items-center justify-between gap-2 border-b border-line py-1 last:border-0"
          >
            <span className="text-ink-2">{id.source}</span>
            <span className="flex min-w-0 items-center gap-1">
              <span className="truncate">{id.externalId}</span>
              {mayWrite && (
                <IconButton icon={X} label={`Remove ${id.externalId}`} onClick={() => remove(id)} />
              )}
            </span>
          </li>
        ))}
      </ul>
      {mayErase && (
        <div className="mt-2 border-t border-line pt-2">
          <Button variant="danger" onClick={() => setDialog("erase")}>
            {object === "contact" ? "Erase personal data" : "Erase this customer's data"}
          </Button>
        </div>
      )}
      {dialog === "history" && (
        <HistoryDialog object={object} record={record} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "erase" && (
        <EraseDialog object={object} record={record} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "add" && (
        <AddDialog object={object} objectId={record.id} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "merge" && (
        <MergeWithDialog object={object} record={record} onClose={() => setDialog(undefined)} />
      )}
    </Card>
  );
}

type AddDialogProps = { object: Duplicate["object"]; objectId: string; onClose: () => void };

function AddDialog({ object, objectId, onClose }: AddDialogProps) {
  const [source, setSource] = useState("app");
  const [externalId, setExternalId] = useState("");
  const write = useWrite(addExternalId, { refreshes, onSuccess: onClose });
  return (
    <FormDialog
      title="Add an id"
      description="Events, imports and connectors that name it reach this record."
      write={write}
      onSubmit={() => write.mutate({ body: { object, objectId, source, externalId } })}
      onClose={onClose}
      submitLabel="Add"
      disabled={source.trim() === "" || externalId.trim() === ""}
    >
      <TextField
        label="Source"
        path="source"
        value={source}
        onChange={setSource}
        hint="app, crm:salesforce, billing:stripe …"
      />
      <TextField label="Id there" path="externalId" value={externalId} onChange={setExternalId} />
    </FormDialog>
  );
}
