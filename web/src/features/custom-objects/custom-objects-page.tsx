import {
  archiveCustomObject,
  type CustomObject,
  type CustomObjectLink,
  createCustomObject,
  customObjectLinks as links,
  listCustomObjects,
  restoreCustomObject,
  updateCustomObject,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { slugOf } from "../../ui/trait-types.ts";
import { linkWords } from "./link-words.ts";

const refreshes = [listCustomObjects];

/** The kinds of record that the company defines, each with a table of its own. */
export function CustomObjectsPage() {
  const mayWrite = useMay("traits.write");
  const used = useCall(listCustomObjects, {}, { live: ["custom-object"] });
  const archived = useCall(listCustomObjects, { query: { archived: "true" } }, { live: ["custom-object"] });
  const [edited, setEdited] = useState<CustomObject | "new">();
  const all = [...(used.data?.items ?? []), ...(archived.data?.items ?? [])];
  return (
    <SettingsFrame
      title="Custom objects"
      intro="A kind of record of your own, of accounts, contacts or organizations: sites, licences, deals. It has views, filters, formulas, history and an API from the moment it is there."
      actions={
        mayWrite && (
          <Button variant="primary" icon={Plus} onClick={() => setEdited("new")}>
            New custom object
          </Button>
        )
      }
    >
      {used.error && <ErrorState error={used.error} onRetry={() => void used.refetch()} />}
      {used.isPending && <Skeleton lines={4} />}
      {used.data && all.length === 0 && (
        <EmptyState title="No custom object yet">Define the first one above.</EmptyState>
      )}
      <ul aria-label="Custom objects" className="max-w-3xl divide-y divide-line">
        {all.map((object) => (
          <ObjectLine key={object.id} object={object} mayWrite={mayWrite} onEdit={() => setEdited(object)} />
        ))}
      </ul>
      {edited && (
        <ObjectDialog
          {...(edited === "new" ? {} : { object: edited })}
          onClose={() => setEdited(undefined)}
        />
      )}
    </SettingsFrame>
  );
}

type ObjectLineProps = { object: CustomObject; mayWrite: boolean; onEdit: () => void };

function ObjectLine({ object, mayWrite, onEdit }: ObjectLineProps) {
  const { id, slug, plural, namePlural, description, linkedTo, mirrorOf, archivedAt } = object;
  const restore = useWrite(restoreCustomObject, { refreshes });
  const archive = useWrite(archiveCustomObject, {
    refreshes,
    onSuccess: () =>
      toast({
        title: `“${namePlural}” is archived; its records are kept`,
        undo: () => restore.mutate({ params: { id } }),
      }),
  });
  return (
    <li className="flex flex-wrap items-center gap-2 py-2">
      <span className="grow">
        {archivedAt === null ? (
          <Link to="/records" search={{ object: slug } as never} className="font-[550] hover:underline">
            {namePlural}
          </Link>
        ) : (
          <span className="text-ink-3">{namePlural} · archived</span>
        )}
        <code className="block text-s text-ink-3">
          {slug} · {plural}
        </code>
        <span className="block text-s text-ink-3">
          Linked to: {linkWords[linkedTo].label.toLowerCase()}
          {mirrorOf !== null && ` · a copy of ${mirrorOf}, which people cannot change here`}
        </span>
        {description && <span className="block text-s text-ink-2">{description}</span>}
      </span>
      {mayWrite && archivedAt === null && (
        <>
          <Link
            to="/settings/traits"
            search={{ part: slug } as never}
            className="rounded-control px-2 py-1 hover:bg-sunken"
          >
            Fields
          </Link>
          <Button variant="quiet" aria-label={`Edit ${namePlural}`} onClick={onEdit}>
            Edit
          </Button>
          <Button
            variant="quiet"
            aria-label={`Archive ${namePlural}`}
            busy={archive.isPending}
            onClick={() => archive.mutate({ params: { id } })}
          >
            Archive
          </Button>
        </>
      )}
      {mayWrite && archivedAt !== null && (
        <Button
          aria-label={`Restore ${namePlural}`}
          busy={restore.isPending}
          onClick={() => restore.mutate({ params: { id } })}
        >
          Restore
        </Button>
      )}
    </li>
  );
}

function ObjectDialog({ object, onClose }: { object?: CustomObject; onClose: () => void }) {
  const [name, setName] = useState(object?.name ?? "");
  const [namePlural, setNamePlural] = useState(object?.namePlural ?? "");
  const [description, setDescription] = useState(object?.description ?? "");
  const [linkedTo, setLinkedTo] = useState<CustomObjectLink>(object?.linkedTo ?? "account");
  const [mirror, setMirror] = useState(object?.mirrorOf ?? "");
  const saved = () => {
    onClose();
    toast({ title: `“${namePlural}” is saved` });
  };
  const create = useWrite(createCustomObject, { refreshes, onSuccess: saved });
  const update = useWrite(updateCustomObject, { refreshes, onSuccess: saved });
  const [slug, plural] = [slugOf(name), slugOf(namePlural)];
  const words = { name, namePlural, description, mirrorOf: mirror.trim() || null };
  return (
    <FormDialog
      title={object ? object.namePlural : "New custom object"}
      write={object ? update : create}
      onSubmit={() =>
        object
          ? update.mutate({ params: { id: object.id }, body: words })
          : create.mutate({ body: { slug, plural, linkedTo, ...words } })
      }
      onClose={onClose}
      submitLabel="Save"
      disabled={slug === "" || plural === ""}
    >
      <TextField label="Name of one" path="name" placeholder="Site" value={name} onChange={setName} />
      <TextField
        label="Name of several"
        path="namePlural"
        placeholder="Sites"
        {...(object ? {} : { hint: `Rules and formulas name them: sum(${plural || "sites"}.trait:seats)` })}
        value={namePlural}
        onChange={setNamePlural}
      />
      <TextField
        label="Description"
        path="description"
        optional
        value={description}
        onChange={setDescription}
      />
      {!object && (
        <Field label="Linked to" hint="It stays so: make another object for records of something else.">
          {(control) => (
            <Select
              {...control}
              options={links.map((value) => ({ value, label: linkWords[value].label }))}
              value={linkedTo}
              onValueChange={setLinkedTo}
            />
          )}
        </Field>
      )}
      <TextField
        label="A copy of"
        path="mirrorOf"
        optional
        placeholder="crm:salesforce"
        hint="A source whose records these are: its connector, imports and API keys write them, people cannot."
        value={mirror}
        onChange={setMirror}
      />
    </FormDialog>
  );
}
