import {
  createView,
  listHubs,
  listViews,
  updateView,
  type View,
  type ViewDefinition,
} from "@perennial/contract";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";

type SaveProps = {
  object: string;
  definition: ViewDefinition;
  /** Given, its name and sharing are changed; else a new one is saved. */
  view?: View;
  onSaved: (view: View) => void;
  onClose: () => void;
};

/** Names a view and says who sees it. */
export function SaveViewDialog({ object, definition, view, onSaved, onClose }: SaveProps) {
  const [name, setName] = useState(view?.name ?? "");
  const [place, setPlace] = useState(view?.hubId ?? view?.sharing ?? "private");
  const hubs = useCall(listHubs, {});
  const done = (saved: View) => {
    onSaved(saved);
    onClose();
  };
  const options = { refreshes: [listViews], onSuccess: done };
  const create = useWrite(createView, options);
  const update = useWrite(updateView, options);
  const write = view ? update : create;
  const isHub = place !== "private" && place !== "all";
  const shared = {
    sharing: isHub ? ("hub" as const) : (place as "private" | "all"),
    hubId: isHub ? place : null,
  };
  const submit = () =>
    view
      ? update.mutate({ params: { id: view.id }, body: { name, ...shared } })
      : create.mutate({ body: { name, object, definition, ...shared } });
  return (
    <FormDialog
      title={view ? "Name and sharing" : "Save as a view"}
      write={write}
      onSubmit={submit}
      onClose={onClose}
      submitLabel="Save"
      disabled={name.trim() === ""}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      <Field label="Who sees it">
        {(control) => (
          <Select
            {...control}
            className="w-full"
            options={[
              { value: "private", label: "Only me" },
              { value: "all", label: "Everybody" },
              ...(hubs.data?.items ?? []).map((hub) => ({
                value: hub.id,
                label: `In the hub ${hub.name}`,
              })),
            ]}
            value={place}
            onValueChange={setPlace}
          />
        )}
      </Field>
    </FormDialog>
  );
}
