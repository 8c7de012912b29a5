import type { ImportMap } from "@perennial/contract";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { formatCount } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { ColumnTable, type ColumnTableProps, useTargets } from "./column-table.tsx";
import { DryRunCard } from "./dry-run-card.tsx";
import { FirstRows } from "./first-rows.tsx";
import type { PartProps } from "./import-progress.tsx";

/** What becomes of every column, what is still to be answered, and what would happen. */
export function ImportDraft({ one, actions, mayWrite }: PartProps) {
  const params = { id: one.id };
  const isBusy = actions.update.isPending || actions.run.isPending || actions.dryRun.isPending;
  const isReady = one.problems.length === 0 && !isBusy;
  const failed = actions.update.error ?? actions.run.error ?? actions.dryRun.error;
  const changeMap = (patch: Partial<ImportMap>) =>
    actions.update.mutate({ params, body: { map: { ...one.map, ...patch } } });
  const open = one.problems.filter(({ path }) => !one.questions.some(({ answer }) => answer === path));
  return (
    <div className="flex flex-col gap-4">
      {(open.length > 0 || failed) && (
        <div role="alert" className="rounded-control bg-warn-soft px-3 py-2 text-s text-warn">
          <ul className="flex flex-col gap-1">
            {open.map(({ path, message }) => (
              <li key={path + message}>{message}</li>
            ))}
            {failed && <li>{failed.message}</li>}
          </ul>
        </div>
      )}
      {one.questions.map((question) => (
        <Card key={question.column + question.answer} title={`How is “${question.column}” written?`}>
          <p className="mb-2 text-m text-ink-2">
            {question.text} For example: {question.examples.join(", ")}
          </p>
          <Select
            aria-label={`How is ${question.column} written?`}
            placeholder="Choose"
            options={question.choices.map((choice) => ({ value: choice, label: choice }))}
            value={one.map[question.answer] ?? ""}
            disabled={!mayWrite}
            onValueChange={(choice) => changeMap({ [question.answer]: choice })}
          />
        </Card>
      ))}
      {one.dryRun && <DryRunCard dryRun={one.dryRun} />}
      <Card
        title="What becomes of each column"
        subtitle={`${formatCount(one.lines.total, "line")} · ${one.encoding} · separated by ${separatorName(one.separator)}`}
        actions={
          mayWrite && (
            <>
              <Button
                disabled={!isReady}
                busy={actions.dryRun.isPending}
                onClick={() => actions.dryRun.mutate({ params })}
              >
                Try it
              </Button>
              <Button
                variant="primary"
                disabled={!isReady}
                busy={actions.run.isPending}
                onClick={() => actions.run.mutate({ params })}
              >
                Import {formatCount(one.rows, "row")}
              </Button>
            </>
          )
        }
      >
        <ColumnTable one={one} isDisabled={!mayWrite || isBusy} onChange={changeMap} />
        <Creations one={one} isDisabled={!mayWrite || isBusy} onChange={changeMap} />
      </Card>
      <FirstRows one={one} />
    </div>
  );
}

type Creation = NonNullable<ImportMap["create"]>[number];

/** What the import may make beside its rows. */
function Creations({ one, isDisabled, onChange }: Pick<ColumnTableProps, "one" | "isDisabled" | "onChange">) {
  const { others, namesTeammates } = useTargets(one.object);
  const choices: { value: Creation; label: string; isOffered: boolean }[] = [
    {
      value: "traits",
      label: "Make a trait of every column that becomes nothing else",
      isOffered: others === "traits",
    },
    { value: "metrics", label: "Make a metric of every column of numbers", isOffered: others === "metrics" },
    {
      value: "teammates",
      label: "Make teammates who are named and not known; nobody is invited",
      isOffered: namesTeammates,
    },
  ];
  const chosen = one.map.create ?? [];
  const toggle = (value: Creation, isOn: boolean) => {
    const create = isOn ? [...chosen, value] : chosen.filter((each) => each !== value);
    // Columns that were left out come back, those with a target keep it.
    const kept = Object.entries(one.map.columns ?? {}).filter(([, target]) => target !== null);
    const columns = one.map.columns && isOn ? { columns: Object.fromEntries(kept) } : {};
    onChange({ create, ...columns });
  };
  const offered = choices.filter(({ isOffered }) => isOffered);
  if (offered.length === 0) return null;
  return (
    <div className="mt-3 flex flex-col gap-1.5 border-t border-line pt-3">
      {offered.map(({ value, label }) => (
        <Checkbox
          key={value}
          label={label}
          checked={chosen.includes(value)}
          disabled={isDisabled}
          onCheckedChange={(isOn) => toggle(value, isOn)}
        />
      ))}
    </div>
  );
}

function separatorName(separator: string): string {
  const names: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };
  return names[separator] ?? `“${separator}”`;
}
