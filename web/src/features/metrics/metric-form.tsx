import {
  archiveMetric,
  createMetric,
  getMetric,
  type ListedMetric,
  listMetrics,
  type MetricObject,
  type MetricRole,
  type MetricSource,
  metricObjects,
  metricRoles,
  metricSourceForms,
  previewMetric,
  type RuleCatalog,
  restoreMetric,
  updateMetric,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ArchiveButton, DescriptionField, NameFields } from "../../ui/definition-fields.tsx";
import { Field, Form } from "../../ui/field.tsx";
import type { Option } from "../../ui/option-list.tsx";
import { Select } from "../../ui/select.tsx";
import { toast } from "../../ui/toast.tsx";
import { slugOf } from "../../ui/trait-types.ts";
import { useSettled } from "../../ui/use-settled.ts";
import {
  beginSource,
  draftOf,
  emptyDraft,
  kindsOf,
  type MetricDraft,
  ofObject,
  soundOf,
} from "./metric-draft.ts";
import { MetricPreviewCards } from "./metric-preview-cards.tsx";
import { SourceFields } from "./source-fields.tsx";
import { PerField, WindowField } from "./window-fields.tsx";

const refreshes = [listMetrics, getMetric];
const metricsPage = "/settings/metrics";

type FormProps = {
  catalog: RuleCatalog;
  references: Readonly<Record<string, readonly Option[]>>;
  metric?: ListedMetric;
  isReadOnly: boolean;
};

/** The definition on the left, what it gives on the right while one fills it in. */
export function MetricForm({ catalog, references, metric, isReadOnly }: FormProps) {
  const [draft, setDraft] = useState<MetricDraft>(metric ? draftOf(metric) : emptyDraft);
  const [isSlugOwn, setSlugOwn] = useState(false);
  const [recordId, setRecordId] = useState<string | null>(null);
  const navigate = useNavigate();
  const change = (patch: Partial<MetricDraft>) => setDraft({ ...draft, ...patch });
  const slug = isSlugOwn || metric ? draft.slug : slugOf(draft.name);
  const { object, source, window, per } = draft;
  const settled = useSettled(JSON.stringify({ object, source, window, per }));
  const asked = JSON.parse(settled) as Pick<MetricDraft, "object" | "source" | "window" | "per">;
  const sound = soundOf(asked);
  const preview = useCall(
    previewMetric,
    {
      body: {
        ...("missing" in sound ? { source: { kind: "contacts" as const } } : sound),
        object: asked.object,
        per: asked.per,
        ...(recordId && asked.object === object ? { recordId } : {}),
      },
    },
    { enabled: !("missing" in sound) && !isReadOnly, keepPrevious: true },
  );
  const current =
    "missing" in sound || preview.error || preview.data?.object !== object ? undefined : preview.data;
  const saved = ({ name }: ListedMetric) => {
    toast({ title: `“${name}” is saved and being worked out for all ${object}s` });
    void navigate({ to: metricsPage });
  };
  const create = useWrite(createMetric, { refreshes, onSuccess: saved });
  const update = useWrite(updateMetric, { refreshes, onSuccess: saved });
  const attempt = metric ? update : create;
  const save = () => {
    const whole = soundOf(draft);
    if ("missing" in whole) return;
    const { name, description, role } = draft;
    const body = { name, description, role, per, ...whole };
    if (metric) update.mutate({ params: { slug: metric.slug }, body });
    else create.mutate({ body: { object, slug, ...body } });
  };
  const form = metricSourceForms[source.kind];
  return (
    <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,400px)]">
      <Form
        fieldErrors={[...(attempt.error?.fields ?? []), ...(preview.error?.fields ?? [])]}
        error={attempt.error?.message}
        onSubmit={save}
        actions={
          !isReadOnly && (
            <>
              {metric && <ArchiveMetric metric={metric} />}
              <span className="grow" />
              <Button onClick={() => void navigate({ to: metricsPage })}>Cancel</Button>
              <Button
                type="submit"
                variant="primary"
                busy={attempt.isPending}
                disabled={draft.name.trim() === "" || "missing" in soundOf(draft)}
              >
                Save
              </Button>
            </>
          )
        }
      >
        <NameFields
          name={draft.name}
          slug={slug}
          isDefined={metric !== undefined}
          isReadOnly={isReadOnly}
          onName={(name) => change({ name })}
          onSlug={(text) => {
            setSlugOwn(true);
            change({ slug: text });
          }}
        />
        <Field label="A number of" hint={object === "contact" ? "Shown in lists of contacts." : undefined}>
          {(control) => (
            <Select
              {...control}
              options={metricObjects}
              value={object}
              disabled={metric !== undefined || isReadOnly}
              onValueChange={(value) => {
                setRecordId(null);
                setDraft(ofObject(draft, value as MetricObject));
              }}
            />
          )}
        </Field>
        <Field
          label="Source"
          hint={
            metric ? "Rules depend on it, so the kind stays. For another, define another metric." : form.reads
          }
        >
          {(control) => (
            <Select
              {...control}
              options={kindsOf(object)}
              value={source.kind}
              disabled={metric !== undefined || isReadOnly}
              onValueChange={(kind) => change({ source: beginSource(kind as MetricSource["kind"]) })}
            />
          )}
        </Field>
        <SourceFields
          object={object}
          source={source}
          catalog={catalog}
          references={references}
          isReadOnly={isReadOnly}
          onChange={(next) => change({ source: next })}
        />
        {!form.hasNoWindow && (
          <WindowField
            window={window}
            isReadOnly={isReadOnly}
            onChange={(next) => change({ window: next })}
          />
        )}
        {object === "account" && (
          <>
            <PerField
              per={per}
              isFixed={isReadOnly || metric !== undefined}
              onChange={(next) => change({ per: next })}
            />
            <RoleField
              role={draft.role}
              own={metric?.slug}
              isReadOnly={isReadOnly}
              onChange={(role) => change({ role })}
            />
          </>
        )}
        <DescriptionField
          value={draft.description}
          isReadOnly={isReadOnly}
          onChange={(description) => change({ description })}
        />
      </Form>
      {!isReadOnly && (
        <MetricPreviewCards
          key={object}
          preview={current}
          missing={"missing" in sound ? sound.missing : undefined}
          isAsking={preview.isFetching}
          error={"missing" in sound ? null : preview.error}
          object={asked.object}
          onRecord={setRecordId}
        />
      )}
    </div>
  );
}

type RoleFieldProps = {
  role: MetricRole | null;
  /** The slug of the metric itself. */
  own: string | undefined;
  isReadOnly: boolean;
  onChange: (role: MetricRole | null) => void;
};

/** What the metric stands for. One metric at a time holds a role: taking it takes it from the other. */
function RoleField({ role, own, isReadOnly, onChange }: RoleFieldProps) {
  const list = useCall(listMetrics, { query: {} }, { live: ["metric"] });
  const holder = list.data?.items.find((each) => role !== null && each.role === role && each.slug !== own);
  return (
    <Field
      label="Role"
      hint={
        holder
          ? `Now held by “${holder.name}”. It moves here when this is saved.`
          : "By its role the shipped health score, indicators and dashboards find the metric."
      }
    >
      {(control) => (
        <Select
          {...control}
          options={[{ value: "none", label: "None" }, ...metricRoles]}
          value={role ?? "none"}
          disabled={isReadOnly}
          onValueChange={(value) => onChange(value === "none" ? null : (value as MetricRole))}
        />
      )}
    </Field>
  );
}

function ArchiveMetric({ metric }: { metric: ListedMetric }) {
  const navigate = useNavigate();
  const restore = useWrite(restoreMetric, { refreshes });
  const archive = useWrite(archiveMetric, {
    refreshes,
    onSuccess: ({ id, name }) => {
      toast({ title: `“${name}” is archived`, undo: () => restore.mutate({ params: { slug: id } }) });
      void navigate({ to: metricsPage });
    },
  });
  return (
    <ArchiveButton attempt={archive} onArchive={() => archive.mutate({ params: { slug: metric.slug } })} />
  );
}
