import { listRiskDepartments, putRiskDepartments, type RiskDepartment } from "@perennial/contract";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Form } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";

type DepartmentsFormProps = { departments: readonly RiskDepartment[]; mayEdit: boolean };

/** The departments that drive risks and are asked for help, each with the lead who gets what names nobody. */
export function DepartmentsForm({ departments, mayEdit }: DepartmentsFormProps) {
  const people = useTeammateOptions();
  const [draft, setDraft] = useState<RiskDepartment[]>([...departments]);
  const change = (at: number, patch: Partial<RiskDepartment>) =>
    setDraft(draft.map((each, index) => (index === at ? { ...each, ...patch } : each)));
  const save = useWrite(putRiskDepartments, {
    refreshes: [listRiskDepartments],
    onSuccess: () => toast({ title: "Saved" }),
  });
  return (
    <Card title="Departments" subtitle="An ask that names nobody goes to the lead of its department">
      <Form
        onSubmit={() => save.mutate({ body: { items: draft } })}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          mayEdit && (
            <>
              <Button icon={Plus} onClick={() => setDraft([...draft, { name: "", leadId: null }])}>
                Add a department
              </Button>
              <Button variant="primary" type="submit" busy={save.isPending}>
                Save
              </Button>
            </>
          )
        }
      >
        <ul className="flex flex-col gap-1.5">
          {draft.map((department, at) => (
            <li key={at} className="flex gap-2">
              <Input
                aria-label={`Name of department ${at + 1}`}
                readOnly={!mayEdit}
                value={department.name}
                onChange={(event) => change(at, { name: event.target.value })}
              />
              <Combobox
                label={`Lead of ${department.name || `department ${at + 1}`}`}
                placeholder="No lead"
                clearable
                disabled={!mayEdit}
                options={[...people]}
                value={department.leadId}
                onValueChange={(leadId) => change(at, { leadId })}
                className="w-44 shrink-0"
              />
              {mayEdit && (
                <IconButton
                  icon={X}
                  label={`Take away ${department.name}`}
                  onClick={() => setDraft(draft.filter((_, index) => index !== at))}
                />
              )}
            </li>
          ))}
        </ul>
      </Form>
    </Card>
  );
}
