import { type ColumnDescription, listColumns, type Widget, widgetSchema } from "@perennial/contract";
import { type ReactNode, useState } from "react";
import { useCall } from "../../api/query.ts";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import {
  draftOf,
  widgetKinds as kinds,
  measureOps,
  periods,
  type WidgetDraft,
  widgetOf,
} from "./widget-draft.ts";

type WidgetDialogProps = {
  /** Given, it is changed; else a new one is made. */
  widget?: Widget;
  onSave: (widget: Widget) => void;
  onClose: () => void;
};

/** What a widget shows: of which records which measure, by what, narrowed to which. */
export function WidgetDialog({ widget, onSave, onClose }: WidgetDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(widget));
  const { catalog, references } = useRuleMaterial();
  const columns = useCall(
    listColumns,
    { params: { object: draft.object } },
    { enabled: draft.kind !== "text" && draft.kind !== "retention" },
  );
  const change = (patch: Partial<WidgetDraft>) => setDraft((before) => ({ ...before, ...patch }));
  const parsed = widgetSchema.safeParse(widgetOf(draft));
  const objects = (catalog?.objects ?? []).map(({ slug, label }) => ({ value: slug, label }));
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={widget ? "Edit the widget" : "Add a widget"}
      width="l"
    >
      <Form
        onSubmit={() => {
          if (!parsed.success) return;
          onSave(parsed.data);
          onClose();
        }}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={!parsed.success}>
              {widget ? "Change" : "Add"}
            </Button>
          </>
        }
      >
        <div className="grid gap-4 md:grid-cols-2">
          <Choice label="Kind" options={kinds} value={draft.kind} onChange={(kind) => change({ kind })} />
          <TextField label="Title" path="title" value={draft.title} onChange={(title) => change({ title })} />
        </div>
        {draft.kind === "text" ? (
          <Field label="Text">
            {(control) => (
              <TextArea
                {...control}
                rows={5}
                value={draft.text}
                onChange={(event) => change({ text: event.target.value })}
              />
            )}
          </Field>
        ) : draft.kind === "retention" ? (
          <div className="grid gap-4 md:grid-cols-3">
            <Choice
              label="Figure"
              options={retained}
              value={draft.retained}
              onChange={(one) => change({ retained: one })}
            />
            <Choice
              label="Of"
              options={families}
              value={draft.family}
              onChange={(family) => change({ family })}
            />
            <Choice
              label="Over"
              options={spans}
              value={String(draft.months) as SpanText}
              onChange={(months) => change({ months: Number(months) as WidgetDraft["months"] })}
            />
          </div>
        ) : (
          <>
            <div className="grid gap-4 md:grid-cols-3">
              <Choice
                label="Of"
                options={objects}
                value={draft.object}
                onChange={(object) =>
                  change({ object, field: "", group: "", second: "", columns: [], filter: null })
                }
              />
              <Source draft={draft} columns={columns.data?.items ?? []} change={change} />
            </div>
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1 text-s font-medium text-ink-2">Only those that fit</legend>
              {catalog && draft.object !== "" && (
                <RuleEditor
                  catalog={catalog}
                  object={draft.object}
                  rule={draft.filter ?? { all: [] }}
                  onChange={(filter) => change({ filter })}
                  references={references}
                />
              )}
            </fieldset>
          </>
        )}
      </Form>
    </Dialog>
  );
}

const retained = [
  { value: "nrr", label: "NRR" },
  { value: "grr", label: "GRR" },
  { value: "logoRetention", label: "Logo retention" },
] as const;
const families = [
  { value: "cohort", label: "Accounts that had ARR" },
  { value: "renewal-base", label: "Renewals due" },
] as const;
type SpanText = `${WidgetDraft["months"]}`;
const spans = (["3", "6", "12", "24", "36"] as const).map((value) => ({
  value,
  label: `Last ${value} months`,
}));

type Change = (patch: Partial<WidgetDraft>) => void;
const numbers = new Set<ColumnDescription["type"]>(["number", "integer", "currency", "percentage"]);
const groups = new Set<ColumnDescription["type"]>([
  "select",
  "teammate",
  "account",
  "organization",
  "boolean",
  "date",
  "text",
]);

/** What is measured and by what it is grouped, or which columns are shown. */
function Source({
  draft,
  columns,
  change,
}: {
  draft: WidgetDraft;
  columns: readonly ColumnDescription[];
  change: Change;
}) {
  const optionsOf = (types: ReadonlySet<ColumnDescription["type"]>) =>
    columns
      .filter((column) => types.has(column.type) && column.isFilterable)
      .map(({ slug, label, group }) => ({ value: slug, label, hint: group }));
  if (draft.kind === "table") {
    return (
      <Field label="Columns" className="md:col-span-2">
        {(control) => (
          <Combobox
            {...control}
            multiple
            label="Columns"
            className="w-full"
            options={columns.map(({ slug, label, group }) => ({ value: slug, label, hint: group }))}
            value={draft.columns}
            onValueChange={(next) => change({ columns: next })}
          />
        )}
      </Field>
    );
  }
  return (
    <>
      <Choice label="Measure" options={measureOps} value={draft.op} onChange={(op) => change({ op })} />
      {draft.op !== "count" && (
        <Pick
          label="Field"
          options={optionsOf(numbers)}
          value={draft.field}
          onChange={(field) => change({ field })}
        />
      )}
      {draft.kind === "metric" && (
        <TextField
          label="Target"
          path="target"
          optional
          value={draft.target}
          onChange={(target) => change({ target })}
        />
      )}
      {draft.kind !== "metric" && (
        <Grouping
          label="By"
          columns={columns}
          options={optionsOf(groups)}
          value={draft.group}
          period={draft.groupBy}
          onChange={(group, groupBy) => change({ group, groupBy })}
        />
      )}
      {(draft.kind === "bar" || draft.kind === "line") && (
        <Grouping
          label="And by"
          columns={columns}
          options={optionsOf(groups)}
          value={draft.second}
          period={draft.secondBy}
          onChange={(second, secondBy) => change({ second, secondBy })}
        />
      )}
    </>
  );
}

type GroupingProps = {
  label: string;
  columns: readonly ColumnDescription[];
  options: readonly { value: string; label: string; hint: string }[];
  value: string;
  period: WidgetDraft["groupBy"];
  onChange: (field: string, period: WidgetDraft["groupBy"]) => void;
};

function Grouping({ label, columns, options, value, period, onChange }: GroupingProps) {
  const isDate = columns.find((column) => column.slug === value)?.type === "date";
  return (
    <>
      <Pick
        label={label}
        options={options}
        value={value}
        onChange={(field) =>
          onChange(field, columns.find((column) => column.slug === field)?.type === "date" ? "month" : "")
        }
      />
      {isDate && (
        <Choice label="Each" options={periods} value={period} onChange={(next) => onChange(value, next)} />
      )}
    </>
  );
}

function Choice<Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}): ReactNode {
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} className="w-full" options={options} value={value} onValueChange={onChange} />
      )}
    </Field>
  );
}

function Pick({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { value: string; label: string; hint: string }[];
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label}>
      {(control) => (
        <Combobox
          {...control}
          label={label}
          className="w-full"
          options={options}
          value={value === "" ? null : value}
          onValueChange={(next) => onChange(next ?? "")}
          clearable
        />
      )}
    </Field>
  );
}
