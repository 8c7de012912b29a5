import {
  getToday,
  type Indicator,
  indicators,
  playbooks,
  riskTierOptions,
  turnIndicator,
  undoConversion,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { becamePlace } from "./became.ts";

/** As much of an indicator as turning it asks for. */
export type Turnable = Pick<Indicator, "id" | "accountName" | "name" | "ownerId" | "dueOn" | "message">;
type Kind = "risk" | "task" | "playbook-run";
type Tier = (typeof riskTierOptions)[number]["value"];

const offered: readonly { value: Kind; label: string; submit: string }[] = [
  { value: "risk", label: "A risk", submit: "Record the risk" },
  { value: "task", label: "A task", submit: "Create the task" },
  { value: "playbook-run", label: "A playbook run", submit: "Start the playbook" },
];

/** Turns one indicator into a risk, a task or a playbook run; it is then addressed and says what it became. */
export function TurnDialog({ indicator, onClose }: { indicator: Turnable; onClose: () => void }) {
  const may = {
    risk: useMay("risks.write"),
    task: useMay("tasks.write"),
    "playbook-run": useMay("playbooks.enrol"),
  };
  const kinds = offered.filter(({ value }) => may[value]);
  const [kind, setKind] = useState<Kind>(kinds[0]?.value ?? "task");
  const [text, setText] = useState((indicator.message ?? indicator.name).slice(0, 500));
  const [cause, setCause] = useState<string | null>(null);
  const [tier, setTier] = useState<Tier>("1");
  const [assigneeId, setAssignee] = useState(indicator.ownerId);
  const [dueOn, setDueOn] = useState(indicator.dueOn ?? "");
  const [playbookId, setPlaybook] = useState<string | null>(null);
  const navigate = useNavigate();
  const refreshes = [getToday, indicators.list];
  const takeBack = useWrite(undoConversion, {
    refreshes,
    onSuccess: () =>
      toast({
        title: `${indicator.name} is open again`,
        ...(kind === "playbook-run" ? { detail: "The run is stopped; what it had done stays." } : {}),
      }),
  });
  const undo = () =>
    takeBack.mutate(
      { params: { id: indicator.id } },
      { onError: ({ message }) => toast({ title: message, tone: "bad" }) },
    );
  const turn = useWrite(turnIndicator, {
    refreshes,
    onSuccess: ({ became }) => {
      onClose();
      const place = became && becamePlace(became);
      toast({
        title: `${indicator.name} is addressed`,
        undo,
        ...(became?.title ? { detail: `It became: ${became.title}` } : {}),
        ...(place ? { action: { label: "Open", run: () => void navigate(place) } } : {}),
      });
    },
  });
  const bodies = {
    risk: { kind: "risk", rootCause: cause ?? "", tier, summary: text },
    task: { kind: "task", title: text, assigneeId, ...(dueOn ? { dueOn } : {}) },
    "playbook-run": { kind: "playbook-run", playbookId: playbookId ?? "" },
  } as const;
  const isMissing = { risk: !text || !cause, task: !text, "playbook-run": !playbookId }[kind];
  return (
    <FormDialog
      title="Turn into"
      description={`${indicator.accountName}: ${indicator.name}`}
      write={turn}
      onSubmit={() => turn.mutate({ params: { id: indicator.id }, body: bodies[kind] })}
      onClose={onClose}
      submitLabel={offered.find((each) => each.value === kind)?.submit ?? "Turn"}
      disabled={isMissing}
    >
      <Field label="What it becomes">
        {(control) => <Select {...control} options={kinds} value={kind} onValueChange={setKind} />}
      </Field>
      {kind !== "playbook-run" && (
        <TextField
          label={kind === "risk" ? "Summary" : "Title"}
          path={kind === "risk" ? "summary" : "title"}
          mentions
          value={text}
          onChange={setText}
        />
      )}
      {kind === "risk" && <RiskFields {...{ cause, setCause, tier, setTier }} />}
      {kind === "task" && <TaskFields {...{ assigneeId, setAssignee, dueOn, setDueOn }} />}
      {kind === "playbook-run" && <PlaybookField value={playbookId} onChange={setPlaybook} />}
    </FormDialog>
  );
}

function RiskFields(props: {
  cause: string | null;
  setCause: (cause: string | null) => void;
  tier: Tier;
  setTier: (tier: Tier) => void;
}) {
  const causes = useRootCauses();
  return (
    <>
      <ComboField
        path="rootCause"
        label="Root cause"
        options={[...causes]}
        value={props.cause}
        onValueChange={props.setCause}
      />
      <Field label="Tier">
        {(control) => (
          <Select {...control} options={riskTierOptions} value={props.tier} onValueChange={props.setTier} />
        )}
      </Field>
    </>
  );
}

function TaskFields(props: {
  assigneeId: string | null;
  setAssignee: (id: string | null) => void;
  dueOn: string;
  setDueOn: (day: string) => void;
}) {
  const people = useTeammateOptions();
  return (
    <>
      <ComboField
        path="assigneeId"
        label="For"
        options={[...people]}
        value={props.assigneeId}
        onValueChange={props.setAssignee}
      />
      <DateField label="Due" path="dueOn" optional value={props.dueOn} onChange={props.setDueOn} />
    </>
  );
}

/** Playbooks that are on: the others take nobody. */
function PlaybookField({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const found = useCall(playbooks.list, { query: {} });
  const running = (found.data?.items ?? []).filter(({ state }) => state !== "off");
  if (found.data && running.length === 0)
    return (
      <p className="text-s text-ink-2">No playbook is switched on. Switch one on under Playbooks first.</p>
    );
  return (
    <ComboField
      path="playbookId"
      label="Playbook"
      options={running.map(({ id, name, triggerSentence }) => ({
        value: id,
        label: name,
        hint: triggerSentence,
      }))}
      value={value}
      onValueChange={onChange}
    />
  );
}
