import {
  getRiskReport,
  getRiskSettings,
  putRiskSettings,
  type RiskSettings,
  risks,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

/** When a risk counts as one that comes back. */
export function RecurrenceForm({ settings, mayEdit }: { settings: RiskSettings; mayEdit: boolean }) {
  const [days, setDays] = useState(String(settings.recurrenceDays));
  const save = useWrite(putRiskSettings, {
    refreshes: [getRiskSettings, getRiskReport, risks.list, risks.get],
    onSuccess: () => toast({ title: "Saved", detail: "Which risks come back is said anew of all of them." }),
  });
  return (
    <Card title="What comes back" subtitle="A risk of the same root cause as an earlier one always does">
      <Form
        onSubmit={() => save.mutate({ body: { recurrenceDays: Number(days) } })}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          mayEdit && (
            <Button variant="primary" type="submit" busy={save.isPending}>
              Save
            </Button>
          )
        }
      >
        <TextField
          label="Days after another risk was left"
          path="recurrenceDays"
          inputMode="numeric"
          hint="Raised within so many, a risk of another cause comes back too"
          readOnly={!mayEdit}
          value={days}
          onChange={setDays}
        />
      </Form>
    </Card>
  );
}
