import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { ConfirmDialog } from "./dialog.tsx";
import type { GridColumn } from "./grid/column.ts";
import { DataGrid } from "./grid/data-grid.tsx";

type Key = { id: string; name: string };
type RevocableKeysProps<Row extends Key> = {
  /** What they are: “API keys”. */
  label: string;
  columns: readonly GridColumn<Row>[];
  keys: readonly Row[] | undefined;
  /** Whether one still opens anything. */
  isValid: (key: Row) => boolean;
  /** Absent: the reader may not revoke any. */
  onRevoke?: ((key: Row) => void) | undefined;
  /** What revoking one means. */
  consequence: string;
  empty: ReactNode;
};

/** Keys of programs, each revoked by itself after a question: by opening it, or by selecting it. */
export function RevocableKeys<Row extends Key>(props: RevocableKeysProps<Row>) {
  const { label, columns, keys, isValid, onRevoke, consequence, empty } = props;
  const [leaving, setLeaving] = useState<Row>();
  return (
    <>
      <DataGrid
        label={label}
        columns={columns}
        rows={keys ?? []}
        rowId={(key) => key.id}
        isLoading={keys === undefined}
        height="content"
        {...(onRevoke ? { onOpen: (key: Row) => isValid(key) && setLeaving(key) } : {})}
        empty={empty}
        selectionActions={(rows, clear) => {
          const [only] = rows;
          return (
            onRevoke &&
            only &&
            rows.length === 1 &&
            isValid(only) && (
              <Button
                variant="danger"
                onClick={() => {
                  setLeaving(only);
                  clear();
                }}
              >
                Revoke…
              </Button>
            )
          );
        }}
      />
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(isOpen) => !isOpen && setLeaving(undefined)}
        title={`Revoke “${leaving?.name}”?`}
        consequence={consequence}
        confirmLabel="Revoke"
        danger
        onConfirm={() => leaving && onRevoke?.(leaving)}
      />
    </>
  );
}
