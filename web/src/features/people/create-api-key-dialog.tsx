import { createApiKey, listApiKeys } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { now } from "../../ui/clock.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { ShownOnceDialog } from "../../ui/shown-once-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "never", label: "No end" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];

/** Makes a key and shows it, once. */
export function CreateApiKeyDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>("365");
  const create = useWrite(createApiKey, { refreshes: [listApiKeys] });
  if (create.data) {
    return (
      <ShownOnceDialog
        title={`Key “${create.data.apiKey.name}”`}
        use="Send it as: Authorization: Bearer pk_…"
        secret={create.data.key}
        onClose={onClose}
      />
    );
  }
  const expiresAt =
    lifetime === "never"
      ? null
      : now()
          .add({ hours: 24 * Number(lifetime) })
          .toString();
  return (
    <FormDialog
      title="New API key"
      write={create}
      onSubmit={() => create.mutate({ body: { name, scopes, expiresAt } })}
      onClose={onClose}
      submitLabel="Make the key"
      disabled={name.trim() === "" || scopes.length === 0}
    >
      <TextField
        label="Name"
        path="name"
        hint="What uses it: Warehouse, HubSpot sync …"
        value={name}
        onChange={setName}
      />
      <ScopesField value={scopes} onChange={setScopes} />
      <Field label="Valid for">
        {(control) => (
          <Select
            {...control}
            options={lifetimes}
            value={lifetime}
            onValueChange={setLifetime}
            className="w-full"
          />
        )}
      </Field>
    </FormDialog>
  );
}

const areas = [
  "accounts",
  "organizations",
  "contacts",
  "contracts",
  "subscriptions",
  "renewals",
  "tickets",
  "events",
  "metrics",
  "segments",
  "health-scores",
  "traits",
  "teammates",
  "playbooks",
  "conversations",
  "projects",
  "tasks",
  "notes",
  "dashboards",
  "views",
  "imports",
];
const scopeOptions = [
  { value: "*", label: "Everything", hint: "that its owner may do" },
  { value: "changes.read", label: "Read the change feed" },
  { value: "arr.read", label: "Read ARR" },
  { value: "forecast.read", label: "Read the forecast" },
  { value: "company.read", label: "Read the company's settings" },
  ...areas.flatMap((area) => {
    const words = area.replace("-", " ");
    return [
      { value: `${area}.read`, label: `Read ${words}` },
      { value: `${area}.*`, label: `Read and write ${words}` },
    ];
  }),
];

function ScopesField({ value, onChange }: { value: string[]; onChange: (scopes: string[]) => void }) {
  const error = useFieldError("scopes");
  return (
    <Field label="Scopes" hint="As few as the program needs." error={error}>
      {(control) => (
        <Combobox
          {...control}
          label="Scopes"
          multiple
          options={scopeOptions}
          value={value}
          onValueChange={onChange}
          placeholder="Choose scopes"
          className="w-full"
        />
      )}
    </Field>
  );
}
