import { type QualityCheck, type QualityRow, tasks } from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { toast } from "../../ui/toast.tsx";

type TaskDialogProps = { check: QualityCheck; rows: readonly QualityRow[]; onClose: () => void };

/** Gives rows of a check to a teammate, a task for each. */
export function TaskDialog({ check, rows, onClose }: TaskDialogProps) {
  const people = useTeammateOptions();
  const [assigneeId, setAssignee] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState("");
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<{ message: string; fields: [] } | null>(null);
  const give = async () => {
    setPending(true);
    try {
      for (const row of rows) {
        const body = {
          title: `${check.title}: ${row.what}`.slice(0, 200),
          description: check.consequence,
          assigneeId,
          dueOn: dueOn || null,
          status: "open",
          ...(row.accountId ? { account: row.accountId } : {}),
        };
        await call(tasks.create, { body });
      }
      toast({ title: `${formatCount(rows.length, "task")} given` });
      onClose();
    } catch (problem) {
      setError({ message: problem instanceof Error ? problem.message : "Try again", fields: [] });
    } finally {
      setPending(false);
    }
  };
  return (
    <FormDialog
      title={`Assign ${formatCount(rows.length, "row")}`}
      description="A task for each, at its account."
      write={{ error, isPending }}
      onSubmit={() => void give()}
      onClose={onClose}
      submitLabel="Assign"
      disabled={assigneeId === null}
    >
      <Field label="Assignee">
        {(control) => (
          <Combobox
            {...control}
            label="Assignee"
            options={people}
            value={assigneeId}
            onValueChange={setAssignee}
          />
        )}
      </Field>
      <DateField label="Due" path="dueOn" value={dueOn} onChange={setDueOn} optional />
    </FormDialog>
  );
}
