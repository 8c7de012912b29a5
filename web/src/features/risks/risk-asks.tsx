import {
  askDepartments,
  createRiskAsk,
  type Risk,
  type RiskAsk,
  risks,
  updateRiskAsk,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { formatDaysAway } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";

const refreshes = [risks.get, risks.list];
const departments = askDepartments.map((each) => ({ value: each, label: each }));

/** What other departments are asked for, and what came of it. */
export function RiskAsks({ risk, mayWrite }: { risk: Risk; mayWrite: boolean }) {
  return (
    <Card title="Asks of other departments">
      {risk.asks.length === 0 && <EmptyState title="Nobody is asked yet" />}
      <ul className="mb-3 divide-y divide-line">
        {risk.asks.map((ask) => (
          <AskLine key={ask.id} ask={ask} mayWrite={mayWrite} />
        ))}
      </ul>
      {mayWrite && <AskForm risk={risk} />}
    </Card>
  );
}

function AskLine({ ask, mayWrite }: { ask: RiskAsk; mayWrite: boolean }) {
  const people = useTeammateOptions();
  const write = useWrite(updateRiskAsk, { refreshes });
  const answer = (status: "done" | "declined" | "open") =>
    write.mutate({ params: { id: ask.id }, body: { status } });
  const owner = people.find((person) => person.value === ask.ownerId)?.label;
  const isLate =
    ask.status === "open" &&
    ask.dueOn &&
    Temporal.PlainDate.compare(Temporal.PlainDate.from(ask.dueOn), today()) < 0;
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={ask.status === "done" ? "good" : ask.status === "declined" ? "bad" : "warn"}>
          {ask.department}: {ask.status}
        </Badge>
        <span className="min-w-0 grow">{ask.request}</span>
      </p>
      <p className="text-s text-ink-2">
        {owner ?? "nobody named"}
        {ask.dueOn && (
          <span className={isLate ? "text-bad" : ""}> · due {formatDaysAway(ask.dueOn, today())}</span>
        )}
        {ask.effortHours !== null && ` · ${ask.effortHours} h`} · asked by {ask.askedBy}
      </p>
      {mayWrite && (
        <p className="flex gap-2">
          {ask.status === "open" ? (
            <>
              <Button variant="quiet" onClick={() => answer("done")}>
                Done
              </Button>
              <Button variant="quiet" onClick={() => answer("declined")}>
                Declined
              </Button>
            </>
          ) : (
            <Button variant="quiet" onClick={() => answer("open")}>
              Open again
            </Button>
          )}
        </p>
      )}
    </li>
  );
}

const empty = {
  department: "Product" as string,
  request: "",
  ownerId: null as string | null,
  dueOn: "",
  effortHours: "",
};

function AskForm({ risk }: { risk: Risk }) {
  const people = useTeammateOptions();
  const [draft, setDraft] = useState(empty);
  const change = (patch: Partial<typeof empty>) => setDraft((before) => ({ ...before, ...patch }));
  const write = useWrite(createRiskAsk, { refreshes, onSuccess: () => setDraft(empty) });
  const { department, request, ownerId, dueOn, effortHours } = draft;
  const body = {
    department,
    request,
    ownerId,
    dueOn: dueOn || null,
    effortHours: effortHours === "" ? null : Number(effortHours),
  };
  return (
    <Form
      onSubmit={() => write.mutate({ params: { id: risk.id }, body })}
      error={write.error?.message}
      fieldErrors={write.error?.fields}
      actions={
        <Button type="submit" busy={write.isPending} disabled={request.trim() === ""}>
          Ask
        </Button>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Department">
          {(control) => (
            <Select
              {...control}
              options={departments}
              value={department}
              onValueChange={(value) => change({ department: value })}
            />
          )}
        </Field>
        <Field label="Of" optional>
          {(control) => (
            <Combobox
              {...control}
              label="Of"
              options={[...people]}
              value={ownerId}
              onValueChange={(value) => change({ ownerId: value })}
              className="w-full"
            />
          )}
        </Field>
        <DateField
          label="Until"
          path="dueOn"
          optional
          value={dueOn}
          onChange={(text) => change({ dueOn: text })}
        />
        <TextField
          label="Effort, hours"
          path="effortHours"
          inputMode="decimal"
          optional
          value={effortHours}
          onChange={(text) => change({ effortHours: text })}
        />
      </div>
      <TextField
        label="What is asked"
        path="request"
        value={request}
        onChange={(text) => change({ request: text })}
      />
    </Form>
  );
}
