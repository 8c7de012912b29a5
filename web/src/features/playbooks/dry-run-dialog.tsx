import { type PlaybookDetail, playbooks } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { AccountPicker } from "./account-picker.tsx";
import { TraceList } from "./trace-list.tsx";

const endings = {
  completed: "Would run to its end.",
  stopped: "Would stop at its last step.",
  failed: "Would stand at its last step until somebody helps.",
};

/** Goes through the playbook on one account: every step, every message, nothing kept or sent. */
export function DryRunDialog({ playbook, onClose }: { playbook: PlaybookDetail; onClose: () => void }) {
  const [accountId, setAccountId] = useState<string | null>(null);
  const [answers, setAnswers] = useState(false);
  const attempt = useWrite(playbooks.dryRun);
  const waits = playbook.steps.some((step) => step.kind === "wait-for-answer");
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Dry run of ${playbook.name}`}
      description="Every step and every message, as they would be. Nothing is kept or sent."
      placement="side"
    >
      <Form
        onSubmit={() =>
          accountId && attempt.mutate({ params: { id: playbook.id }, body: { accountId, answers } })
        }
        error={attempt.error?.message}
        actions={
          <Button variant="primary" type="submit" disabled={!accountId} busy={attempt.isPending}>
            Run
          </Button>
        }
      >
        <Field label="Account">
          {(control) => (
            <AccountPicker control={control} playbook={playbook} value={accountId} onChange={setAccountId} />
          )}
        </Field>
        {waits && (
          <Checkbox
            checked={answers}
            onCheckedChange={setAnswers}
            label="Suppose that the customer answers"
            hint="Otherwise nobody answers and the time limit passes"
          />
        )}
      </Form>
      {attempt.data && (
        <div className="mt-4" aria-live="polite">
          <p className="text-m font-medium">{endings[attempt.data.state]}</p>
          {attempt.data.whyNot && (
            <p className="text-m text-warn">It would not be enrolled now: {attempt.data.whyNot}</p>
          )}
          <TraceList trace={attempt.data.trace} />
        </div>
      )}
    </Dialog>
  );
}
