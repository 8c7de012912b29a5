import { changeFeature, createFeature, type Feature, listFeatures } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { slugOf } from "../../ui/trait-types.ts";
import { EventNamesField } from "./event-names-field.tsx";

const refreshes = [listFeatures];
const begins = {
  name: "",
  description: "",
  names: [] as string[],
  removedBy: [] as string[],
  minTimes: 3,
  minContacts: 1,
  windowDays: 30,
};
type Draft = typeof begins;

/** What a feature is known by, and when an account has adopted it. */
export function FeatureDialog({ feature, onClose }: { feature?: Feature; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>(feature ? pick(feature) : begins);
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const saved = () => {
    onClose();
    toast({ title: `“${draft.name}” is saved and being worked out for all accounts` });
  };
  const create = useWrite(createFeature, { refreshes, onSuccess: saved });
  const update = useWrite(changeFeature, { refreshes, onSuccess: saved });
  const slug = slugOf(draft.name);
  const isPair = draft.removedBy.length > 0;
  const body = isPair ? { ...draft, minContacts: 1 } : draft;
  return (
    <FormDialog
      title={feature ? feature.name : "New feature"}
      width="m"
      write={feature ? update : create}
      onSubmit={() =>
        feature
          ? update.mutate({ params: { id: feature.id }, body })
          : create.mutate({ body: { slug, ...body } })
      }
      onClose={onClose}
      submitLabel="Save"
      disabled={slug === "" || draft.names.length === 0}
    >
      <TextField label="Name" path="name" value={draft.name} onChange={(name) => change({ name })} />
      <TextField
        label="Description"
        path="description"
        optional
        value={draft.description}
        onChange={(description) => change({ description })}
      />
      <EventNamesField
        label="Events that use it"
        path="names"
        placeholder="Choose its events"
        value={draft.names}
        isReadOnly={false}
        onChange={(names) => change({ names })}
      />
      <EventNamesField
        label="Events that take it away again"
        path="removedBy"
        placeholder="None: using it is what counts"
        value={draft.removedBy}
        isReadOnly={false}
        onChange={(removedBy) => change({ removedBy })}
      />
      <div className="grid grid-cols-3 gap-3">
        <CountField
          label={isPair ? "At least there" : "At least, times"}
          path="minTimes"
          value={draft.minTimes}
          onChange={(minTimes) => change({ minTimes })}
        />
        {!isPair && (
          <>
            <CountField
              label="By contacts"
              path="minContacts"
              value={draft.minContacts}
              onChange={(minContacts) => change({ minContacts })}
            />
            <CountField
              label="Within days"
              path="windowDays"
              value={draft.windowDays}
              onChange={(windowDays) => change({ windowDays })}
            />
          </>
        )}
      </div>
    </FormDialog>
  );
}

function pick({ name, description, names, removedBy, minTimes, minContacts, windowDays }: Feature): Draft {
  return { name, description, names, removedBy, minTimes, minContacts, windowDays };
}

type CountFieldProps = { label: string; path: string; value: number; onChange: (value: number) => void };

function CountField({ label, path, value, onChange }: CountFieldProps) {
  return (
    <TextField
      label={label}
      path={path}
      type="number"
      min={1}
      value={value === 0 ? "" : String(value)}
      onChange={(text) => onChange(Number(text))}
    />
  );
}
