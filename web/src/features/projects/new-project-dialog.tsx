import { projectFromTemplate, projects, tasks, templates } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useAccountOptions } from "../../api/account-options.ts";
import { useMe } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { today } from "../../ui/clock.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

const refreshes = [projects.list, tasks.list];

/** Starts a project: from a template with all its milestones and tasks, or an empty one with a name. */
export function NewProjectDialog({
  account,
  onClose,
}: {
  account?: { id: string; name: string | null };
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const me = useMe();
  const known = useCall(templates.list, { query: { kind: "project" } }).data?.items ?? [];
  const search = useAccountOptions();
  const [templateId, setTemplateId] = useState("");
  const [name, setName] = useState("");
  const [startsOn, setStartsOn] = useState(today().toString());
  const accountId = account?.id ?? search.accountId;
  const onSuccess = (project: { id: string; name: string | null }) => {
    onClose();
    toast({
      title: `Project “${project.name}” started`,
      action: { label: "Open", run: () => void navigate({ to: `/projects/${project.id}` }) },
    });
  };
  const fromTemplate = useWrite(projectFromTemplate, { refreshes, onSuccess });
  const create = useWrite(projects.create, { refreshes, onSuccess });
  const chosen = known.find((template) => template.id === templateId);
  const ownerId = me.data?.teammate?.id;
  const owner = ownerId ? { ownerId } : {};
  const isReady = chosen ? accountId !== null : name.trim() !== "";
  const submit = () => {
    if (!isReady) return;
    if (chosen && accountId)
      fromTemplate.mutate({ body: { accountId, template: { id: chosen.id }, startsOn, ...owner } });
    else
      create.mutate({
        body: {
          name,
          startsOn,
          status: "not-started",
          ...(accountId ? { account: accountId } : {}),
          ...owner,
        },
      });
  };
  return (
    <FormDialog
      title={account ? `New project with ${account.name}` : "New project"}
      write={{
        error: fromTemplate.error ?? create.error,
        isPending: fromTemplate.isPending || create.isPending,
      }}
      onSubmit={submit}
      onClose={onClose}
      submitLabel="Start project"
      disabled={!isReady}
    >
      {!account && (
        <Field
          label="Account"
          optional={!chosen}
          {...(chosen ? {} : { hint: "Without one it is internal." })}
        >
          {(control) => (
            <Combobox
              {...control}
              label="Account"
              options={search.options}
              onSearch={search.onSearch}
              value={search.accountId}
              onValueChange={search.choose}
              clearable
            />
          )}
        </Field>
      )}
      <Field
        label="Template"
        hint={chosen?.description || "A template brings milestones and tasks with their due dates."}
      >
        {(control) => (
          <Select
            {...control}
            placeholder="None: an empty project"
            options={known.map((template) => ({ value: template.id, label: template.name }))}
            value={templateId}
            onValueChange={setTemplateId}
          />
        )}
      </Field>
      {!chosen && <TextField label="Name" path="name" value={name} onChange={setName} />}
      <DateField label="Starts on" path="startsOn" value={startsOn} onChange={setStartsOn} />
    </FormDialog>
  );
}
