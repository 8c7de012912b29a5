import {
  createScenario,
  deleteScenario,
  listScenarios,
  type Override,
  type Scenario,
  updateScenario,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

const refreshes = [listScenarios];

/** Saves what is supposed: into the scenario that is open, where it is one's own, or as a new one. */
export function ScenarioActions({
  scenario,
  overrides,
  isChanged,
  onOpen,
}: {
  scenario: Scenario | undefined;
  overrides: readonly Override[];
  isChanged: boolean;
  onOpen: (id: string | undefined) => void;
}) {
  const [open, setOpen] = useState<"save" | "delete" | null>(null);
  const mayWrite = useMay("scenarios.write");
  const update = useWrite(updateScenario, {
    refreshes,
    onSuccess: (saved) => toast({ title: `${saved.name}: ${saved.isShared ? "saved, shared" : "saved"}` }),
  });
  const remove = useWrite(deleteScenario, {
    refreshes,
    onSuccess: () => {
      setOpen(null);
      onOpen(undefined);
    },
  });
  const own = mayWrite && scenario?.isOwn ? scenario : undefined;
  const patch = (body: { overrides?: Override[]; isShared?: boolean }) =>
    own && update.mutate({ params: { id: own.id }, body });
  return (
    <>
      {scenario && !isChanged && (
        <Link to="/forecast" search={{ scenario: scenario.id }} className="text-m text-accent underline">
          See the forecast by it
        </Link>
      )}
      {own && <Button onClick={() => setOpen("delete")}>Delete</Button>}
      {own && (
        <Button busy={update.isPending} onClick={() => patch({ isShared: !own.isShared })}>
          {own.isShared ? "Share no longer" : "Share"}
        </Button>
      )}
      {own && isChanged && (
        <Button busy={update.isPending} onClick={() => patch({ overrides: [...overrides] })}>
          Save changes
        </Button>
      )}
      {mayWrite && (
        <Button variant="primary" disabled={overrides.length === 0} onClick={() => setOpen("save")}>
          Save as scenario
        </Button>
      )}
      {open === "save" && (
        <SaveDialog
          overrides={overrides}
          onClose={() => setOpen(null)}
          onSaved={(id) => {
            setOpen(null);
            onOpen(id);
          }}
        />
      )}
      {open === "delete" && own && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setOpen(null)}
          title={`Delete “${own.name}”?`}
          confirmLabel="Delete"
          danger
          consequence={
            own.isShared
              ? "Its suppositions go for everybody it is shared with. Renewals are not touched."
              : "Its suppositions go. Renewals are not touched."
          }
          onConfirm={() => remove.mutate({ params: { id: own.id } })}
        />
      )}
    </>
  );
}

function SaveDialog({
  overrides,
  onClose,
  onSaved,
}: {
  overrides: readonly Override[];
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [isShared, setShared] = useState(false);
  const create = useWrite(createScenario, { refreshes, onSuccess: ({ id }) => onSaved(id) });
  return (
    <FormDialog
      title="Save as scenario"
      write={create}
      onSubmit={() => create.mutate({ body: { name, description, isShared, overrides: [...overrides] } })}
      onClose={onClose}
      submitLabel="Save"
      disabled={name.trim() === ""}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      <TextField
        label="Description"
        path="description"
        optional
        value={description}
        onChange={setDescription}
      />
      <Checkbox label="Others may see it" checked={isShared} onCheckedChange={setShared} />
    </FormDialog>
  );
}
