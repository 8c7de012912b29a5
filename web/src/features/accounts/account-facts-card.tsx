import { type Account, accounts, type FieldDescription, listFields } from "@perennial/contract";
import { useMemo } from "react";
import { fieldsOf } from "../../api/cells.ts";
import { call } from "../../api/client.ts";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import type { CellValue, GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import type { CellEdit, CellResult } from "../../ui/grid/edit.ts";

type Fact = { slug: string; label: string; value: CellValue };
const hidden = new Set(["name", "organizationId", "lifecycleOverride", "lifecycleOverrideReason", "domains"]);

/** The account's own fields and traits, edited in place. */
export function AccountFactsCard({ account }: { account: Account }) {
  const canEdit = useMay("accounts.write");
  const fields = useCall(listFields, { params: { object: "account" } }, { live: ["trait"] });
  const facts = useMemo(() => factsOf(account, fields.data?.items ?? []), [account, fields.data]);
  const columns: GridColumn<Fact>[] = [
    {
      id: "label",
      type: "readonly",
      title: "Fact",
      render: (fact) => <span className="text-ink-2">{fact.label}</span>,
    },
    { id: "value", type: "text", title: "Value", editable: canEdit, missing: "Not known" },
  ];
  const commit = async (edits: CellEdit[]): Promise<CellResult[]> => {
    const body = fieldsOf(edits.map((edit) => ({ ...edit, columnId: edit.rowId })));
    try {
      await call(accounts.update, { params: { id: account.id }, body });
      return [];
    } catch (error) {
      const message = error instanceof Error ? error.message : "It could not be saved. Try again.";
      return edits.map((edit) => ({ rowId: edit.rowId, columnId: edit.columnId, error: message }));
    }
  };
  return (
    <Card title="Facts" subtitle="Fields and traits">
      <DataGrid
        label="Facts"
        columns={columns}
        rows={facts}
        rowId={(fact) => fact.slug}
        onCommit={commit}
        height={300}
      />
    </Card>
  );
}

function factsOf(account: Account, fields: readonly FieldDescription[]): Fact[] {
  return fields
    .filter((field) => field.isEditable && field.origin !== "key-role" && !hidden.has(field.slug))
    .map((field) => {
      const raw = field.slug.startsWith("trait:")
        ? account.traits[field.slug.slice("trait:".length)]
        : (account as Record<string, unknown>)[field.slug];
      const value = Array.isArray(raw)
        ? raw.join(", ")
        : raw === null || raw === undefined
          ? null
          : String(raw);
      return { slug: field.slug, label: field.label, value };
    });
}
