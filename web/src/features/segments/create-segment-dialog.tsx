import { createSegment, listSegments, type Segment, segmentObjects } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { slugOf } from "../../api/slug.ts";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { segmentWords } from "./segment-words.ts";

/** Names a new segment; its rule is written on its page. */
export function CreateSegmentDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [object, setObject] = useState<Segment["object"]>("account");
  const navigate = useNavigate();
  const create = useWrite(createSegment, {
    refreshes: [listSegments],
    onSuccess: (segment) => {
      onClose();
      void navigate({ to: `/segments/${segment.slug}`, search: { tab: "rule" } as never });
    },
  });
  return (
    <FormDialog
      title="New segment"
      write={create}
      onSubmit={() => create.mutate({ body: { slug: slugOf(name), object, name, description } })}
      onClose={onClose}
      submitLabel="Create"
      disabled={slugOf(name) === ""}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      <Field label="A set of">
        {(control) => (
          <Select
            {...control}
            options={segmentObjects.map((value) => ({ value, label: segmentWords[value].many }))}
            value={object}
            onValueChange={setObject}
          />
        )}
      </Field>
      <TextField
        label="Description"
        path="description"
        optional
        value={description}
        onChange={setDescription}
        hint={slugOf(name) ? `Rules and the API name it segment:${slugOf(name)}` : ""}
      />
    </FormDialog>
  );
}
