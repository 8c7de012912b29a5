import { type Template, templateKinds, templates } from "@perennial/contract";
import { useMemo, useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { TemplatePreviewDialog } from "./template-preview-dialog.tsx";

const pageState = z.object({
  kind: z
    .enum([...templateKinds, "all"])
    .default("all")
    .catch("all"),
});

const kindOptions = [
  { value: "conversation", label: "E-mail" },
  { value: "project", label: "Project" },
  { value: "note", label: "Note" },
  { value: "task", label: "Task" },
] as const;

const columnsOf = (open: (template: Template) => void): GridColumn<Template>[] => [
  {
    id: "name",
    type: "text",
    title: "Template",
    width: 240,
    render: (template) => (
      <button
        type="button"
        tabIndex={-1}
        className="max-w-full truncate font-[550] hover:underline"
        onClick={() => open(template)}
      >
        {template.name}
      </button>
    ),
  },
  { id: "kind", type: "select", title: "For", width: 100, options: kindOptions },
  { id: "category", type: "text", title: "Category", width: 140 },
  { id: "description", type: "longText", title: "Description", width: 380 },
  { id: "version", type: "number", title: "Version", digits: 0, width: 80 },
  {
    id: "isShipped",
    type: "readonly",
    title: "From",
    width: 100,
    value: (template) => (template.isShipped ? "Perennial" : "Us"),
  },
];

/** What e-mails, projects, notes and tasks are made from; each can be read as it would come out for an account. */
export function TemplatesPage() {
  const mayRead = useMay("templates.read");
  const [{ kind }, change] = useUrlState(pageState);
  const [opened, setOpened] = useState<Template>();
  const columns = useMemo(() => columnsOf(setOpened), []);
  const query = useMemo(() => (kind === "all" ? {} : { kind }), [kind]);
  const list = usePages(templates.list, { query }, { enabled: mayRead });
  return (
    <>
      <PageHeader title="Templates" />
      {!mayRead && <NoPermissionState what="templates" />}
      {mayRead && (
        <div className="mb-3 flex flex-wrap items-center gap-3">
          <Select
            data-filter
            aria-label="Kind"
            options={[{ value: "all", label: "Every kind" }, ...kindOptions]}
            value={kind}
            onValueChange={(next) => change({ kind: next })}
          />
          <span className="text-s text-ink-3">Open a template to read it as it comes out for an account</span>
        </div>
      )}
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {mayRead && !list.error && (
        <DataGrid<Template>
          label="Templates"
          columns={columns}
          rows={list.rows}
          rowId={(template) => template.id}
          onOpen={setOpened}
          isLoading={list.isPending}
          empty={
            <EmptyState title="No template of this kind">Choose every kind to see the others.</EmptyState>
          }
        />
      )}
      {opened && <TemplatePreviewDialog template={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}
