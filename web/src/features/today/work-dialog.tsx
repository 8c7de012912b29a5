import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiProblem } from "../../api/problem.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { today } from "../../ui/clock.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { doTogether, type Outcome } from "./do-together.ts";
import type { Said } from "./do-work.ts";
import { doneWords, type Workable, type WorkVerb } from "./work-verbs.ts";

type DialogProps = { items: readonly Workable[]; verb: WorkVerb; onClose: (isDone: boolean) => void };

const titles: Record<Exclude<WorkVerb, "done">, string> = {
  snooze: "Put off",
  reassign: "Give to somebody",
  note: "Log a note",
};

/** What a verb asks for before it is done to these rows. */
function asksFor(items: readonly Workable[], verb: WorkVerb) {
  const kinds = new Set(items.map(({ kind }) => kind));
  const isStep = verb === "done" && kinds.has("renewal");
  return {
    text: textAskedFor(kinds, verb),
    date: verb === "snooze" ? "Until" : isStep ? "On" : null,
    person: verb === "reassign",
  };
}

function textAskedFor(kinds: ReadonlySet<Workable["kind"]>, verb: WorkVerb) {
  if (verb === "note") return { label: "Note", path: "body" };
  if (verb === "snooze" && kinds.has("indicator")) return { label: "Reason", path: "reason" };
  if (verb !== "done") return null;
  if (kinds.has("renewal")) return { label: "Next step", path: "nextStep" };
  if (kinds.has("meeting")) return { label: "What came of it", path: "outcome" };
  if (kinds.has("risk")) return { label: "What was found", path: "note" };
  return kinds.has("indicator") ? { label: "What was done", path: "whatWasDone" } : null;
}

/** What is told to nobody (the reason of a snooze, say) completes no names. */
const mentioning: ReadonlySet<string> = new Set(["body", "nextStep", "note", "outcome"]);

/** Does one thing to one row of the queue, or to several at once. */
export function WorkDialog({ items, verb, onClose }: DialogProps) {
  const [first] = items;
  const [said, setSaid] = useState<Said>({
    text: "",
    date: today().add({ days: 7 }).toString(),
    person: items.length === 1 ? (first?.ownerId ?? null) : null,
  });
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const client = useQueryClient();
  const people = useTeammateOptions();
  const asks = asksFor(items, verb);
  const kinds = new Set(items.map(({ kind }) => kind));
  const title =
    verb !== "done" ? titles[verb] : first && kinds.size === 1 ? doneWords[first.kind] : "Address";
  const submit = async () => {
    setBusy(true);
    const outcome = await doTogether(items, verb, said).finally(() => setBusy(false));
    void client.invalidateQueries();
    const [refused] = outcome.refused;
    if (refused && items.length === 1) return setProblem(refused);
    tell(
      outcome,
      items.length,
      `${title}: ${items.length === 1 ? first?.title : formatCount(items.length, "row")}`,
      () => client.invalidateQueries(),
    );
    onClose(true);
  };
  const what =
    items.length === 1 ? `${first?.accountName}: ${first?.title}` : formatCount(items.length, "row");
  return (
    <FormDialog
      title={title}
      description={what}
      write={{ error: problem ?? null, isPending: isBusy }}
      onSubmit={() => void submit()}
      onClose={() => onClose(false)}
      submitLabel={title}
      disabled={(asks.text !== null && said.text.trim() === "") || (asks.person && said.person === null)}
    >
      {asks.date && (
        <DateField
          label={asks.date}
          path="until"
          {...(verb === "snooze" ? { min: today().add({ days: 1 }).toString() } : {})}
          value={said.date}
          onChange={(date) => setSaid({ ...said, date })}
        />
      )}
      {asks.text && (
        <TextAreaField
          {...asks.text}
          mentions={mentioning.has(asks.text.path)}
          value={said.text}
          onChange={(text) => setSaid({ ...said, text })}
        />
      )}
      {asks.person && (
        <ComboField
          label="To"
          path="ownerId"
          options={[...people]}
          value={said.person}
          onValueChange={(person) => setSaid({ ...said, person })}
        />
      )}
    </FormDialog>
  );
}

/** What was done and how to take it back; what was refused is said, too. */
function tell({ undos, refused }: Outcome, count: number, title: string, refresh: () => unknown): void {
  const [first] = refused;
  const isAllBack = undos.length === count - refused.length;
  toast({
    title,
    ...(first
      ? { tone: "warn" as const, detail: `${formatCount(refused.length, "row")} refused: ${first.message}` }
      : {}),
    ...(isAllBack && undos.length > 0
      ? { undo: () => void Promise.all(undos.map((undo) => undo())).then(refresh) }
      : {}),
  });
}
