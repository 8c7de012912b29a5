import { createIndicatorDefinition, listIndicatorDefinitions, polarities } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { slugOf } from "../../api/slug.ts";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";

type Polarity = (typeof polarities)[number]["value"];

/** Names a new indicator; when it is raised is written on its page. Until then it is raised for nobody. */
export function CreateIndicatorDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [polarity, setPolarity] = useState<Polarity>("risk");
  const navigate = useNavigate();
  const create = useWrite(createIndicatorDefinition, {
    refreshes: [listIndicatorDefinitions],
    onSuccess: ({ slug }) => {
      onClose();
      void navigate({ to: `/indicator-definitions/${slug}` });
    },
  });
  // Raised for nobody until its page says when: no account is older than all others.
  const rule = { subject: "createdAt", op: "before", value: "1970-01-02" };
  return (
    <FormDialog
      title="New indicator"
      write={create}
      onSubmit={() => create.mutate({ body: { slug: slugOf(name), name, polarity, message: name, rule } })}
      onClose={onClose}
      submitLabel="Create"
      disabled={slugOf(name) === ""}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
      <Field label="Polarity">
        {(control) => (
          <Select {...control} options={polarities} value={polarity} onValueChange={setPolarity} />
        )}
      </Field>
    </FormDialog>
  );
}
