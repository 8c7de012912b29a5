import type { WorkItem } from "@perennial/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../../api/problem.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { today } from "../../ui/clock.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";
import { doWork, type Said } from "./do-work.ts";
import { doneWords, type WorkVerb } from "./work-verbs.ts";

type DialogProps = { item: WorkItem; verb: WorkVerb; onClose: () => void };

/** What each verb asks for before it is done. */
function asksFor({ item, verb }: Pick<DialogProps, "item" | "verb">) {
  const isStep = verb === "done" && item.kind === "renewal";
  return {
    text:
      verb === "reassign" ||
      (verb === "snooze" && item.kind !== "indicator") ||
      (verb === "done" && ["task", "conversation"].includes(item.kind))
        ? null
        : (textLabels[verb] ??
          (isStep ? "Next step" : item.kind === "risk" ? "What was found" : "What was done")),
    date: verb === "snooze" ? "Until" : isStep ? "On" : null,
    person: verb === "reassign",
  };
}
const textLabels: Partial<Record<WorkVerb, string>> = {
  note: "Note",
  hand: "What is needed",
  snooze: "Reason",
};
const titles: Record<Exclude<WorkVerb, "done">, string> = {
  snooze: "Put off",
  reassign: "Give to somebody",
  note: "Log a note",
  hand: "Ask the manager for help",
};

/** Does one thing to one row of the queue; the next row is then the current one. */
export function WorkDialog({ item, verb, onClose }: DialogProps) {
  const [said, setSaid] = useState<Said>({
    text: "",
    date: today().add({ days: 7 }).toString(),
    person: item.ownerId,
  });
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const client = useQueryClient();
  const people = useTeammateOptions();
  const asks = asksFor({ item, verb });
  const title = verb === "done" ? doneWords[item.kind] : titles[verb];
  const submit = async () => {
    setBusy(true);
    try {
      const done = await doWork(item, verb, said);
      toast({ title: done });
      onClose();
      void client.invalidateQueries();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormDialog
      title={title}
      description={`${item.accountName}: ${item.title}`}
      write={{ error: problem ?? null, isPending: isBusy }}
      onSubmit={() => void submit()}
      onClose={onClose}
      submitLabel={title}
      disabled={(asks.text !== null && said.text.trim() === "") || (asks.person && said.person === null)}
    >
      {asks.date && (
        <DateField
          label={asks.date}
          path="date"
          value={said.date}
          onChange={(date) => setSaid({ ...said, date })}
        />
      )}
      {asks.text && (
        <Field label={asks.text}>
          {(control) => (
            <TextArea
              {...control}
              value={said.text}
              onChange={(event) => setSaid({ ...said, text: event.target.value })}
            />
          )}
        </Field>
      )}
      {asks.person && (
        <Field label="To">
          {(control) => (
            <Combobox
              {...control}
              label="To"
              options={[...people]}
              value={said.person}
              onValueChange={(person) => setSaid({ ...said, person })}
              className="w-full"
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}
