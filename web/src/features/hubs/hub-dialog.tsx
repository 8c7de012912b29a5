import { createHub, type Hub, listHubs, updateHub } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { slugOf } from "../../api/slug.ts";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";

type HubDialogProps = {
  /** Given, it is changed; else a new one is made. */
  hub?: Hub;
  parentId?: string;
  all: readonly Hub[];
  onClose: () => void;
};

/** Names a hub and says where it lies. */
export function HubDialog({ hub, parentId, all, onClose }: HubDialogProps) {
  const [name, setName] = useState(hub?.name ?? "");
  const [description, setDescription] = useState(hub?.description ?? "");
  const [parent, setParent] = useState(hub?.parentId ?? parentId ?? "");
  const navigate = useNavigate();
  const refreshes = [listHubs];
  const update = useWrite(updateHub, { refreshes, onSuccess: onClose });
  const create = useWrite(createHub, {
    refreshes,
    onSuccess: ({ slug }) => {
      onClose();
      void navigate({ to: `/hubs/${slug}` });
    },
  });
  const write = hub ? update : create;
  const body = { name, description, parentId: parent === "" ? null : parent };
  const submit = () =>
    hub
      ? update.mutate({ params: { id: hub.id }, body })
      : create.mutate({ body: { ...body, slug: slugOf(name) } });
  return (
    <FormDialog
      title={hub ? "Name and place" : "New hub"}
      write={write}
      onSubmit={submit}
      onClose={onClose}
      submitLabel={hub ? "Save" : "Create"}
      disabled={slugOf(name) === ""}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      <TextField
        label="Description"
        path="description"
        optional
        value={description}
        onChange={setDescription}
      />
      <Field label="Lies in">
        {(control) => (
          <Select
            {...control}
            className="w-full"
            placeholder="No other hub"
            options={all
              .filter((each) => each.id !== hub?.id)
              .map((each) => ({ value: each.id, label: each.name }))}
            value={parent as ""}
            onValueChange={(id: string) => setParent(id)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
