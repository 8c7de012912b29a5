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
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, Form } from "../../ui/field.tsx";
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
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={view ? "Name and sharing" : "Save as a view"}
      width="s"
    >
      <Form
        onSubmit={submit}
        fieldErrors={write.error?.fields}
        error={write.error?.message}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={write.isPending} disabled={name.trim() === ""}>
              Save
            </Button>
          </>
        }
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
      </Form>
    </Dialog>
  );
}
