import { type Duplicate, searchRecords } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { MergeDialog } from "./merge-dialog.tsx";

type MergeWithDialogProps = {
  object: Duplicate["object"];
  record: { id: string; name: string };
  onClose: () => void;
};

/** Finds the record that is the same as this one, then shows what merging them does. */
export function MergeWithDialog({ object, record, onClose }: MergeWithDialogProps) {
  const [text, setText] = useState(record.name);
  const [otherId, setOther] = useState<string | null>(null);
  const [chosen, setChosen] = useState<{ id: string; name: string }>();
  const q = text.trim();
  const found = useCall(
    searchRecords,
    { query: { q, limit: 40 } },
    { enabled: q !== "", keepPrevious: true },
  );
  const options = (found.data?.items ?? [])
    .filter((hit) => hit.object === object && hit.id !== record.id)
    .map(({ id, title, subtitle }) => ({ value: id, label: title, ...(subtitle ? { hint: subtitle } : {}) }));
  if (chosen) return <MergeDialog object={object} first={record} second={chosen} onClose={onClose} />;
  const other = options.find((option) => option.value === otherId);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Merge ${record.name} with`}
      description={`The ${object} that is the same. Nothing happens before you have seen what moves.`}
      width="s"
    >
      <Combobox
        label={`Other ${object}`}
        options={options}
        value={otherId}
        onValueChange={setOther}
        onSearch={setText}
        placeholder={`Find the ${object}`}
      />
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          disabled={!other}
          onClick={() => other && setChosen({ id: other.value, name: other.label })}
        >
          See what moves
        </Button>
      </div>
    </Dialog>
  );
}
