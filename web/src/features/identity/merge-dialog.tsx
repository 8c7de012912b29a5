import {
  accounts,
  contacts,
  type Duplicate,
  listDuplicates,
  listMerges,
  mergeRecords,
  previewMerge,
  unmergeRecords,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";

type Candidate = Pick<Duplicate["first"], "id" | "name">;
type MergeDialogProps = {
  object: Duplicate["object"];
  first: Candidate;
  second: Candidate;
  onClose: () => void;
};

/** Says what a merge will move, lets people choose the survivor and its values, and does it. */
export function MergeDialog({ object, first, second, onClose }: MergeDialogProps) {
  const [survivorId, setSurvivor] = useState(first.id);
  const [choices, setChoices] = useState<Record<string, "survivor" | "merged">>({});
  const mergedId = survivorId === first.id ? second.id : first.id;
  const pair = { object, survivorId, mergedId };
  const preview = useCall(previewMerge, { query: pair }, { keepPrevious: true });
  const navigate = useNavigate();
  const refreshes = [accounts.list, accounts.get, contacts.list, contacts.get, listDuplicates, listMerges];
  const undo = useWrite(unmergeRecords, { refreshes });
  const write = useWrite(mergeRecords, { refreshes });
  const merge = () =>
    write.mutate(
      { body: { ...pair, choices } },
      {
        onSuccess: (merged) => {
          toast({
            title: `${merged.mergedName} is part of ${merged.survivorName} now`,
            undo: () => undo.mutate({ params: { id: merged.id } }),
          });
          onClose();
          if (window.location.pathname.endsWith(mergedId)) void navigate({ to: `/${object}s/${survivorId}` });
        },
      },
    );
  const { data } = preview;
  const names = [first, second].map(({ id, name }) => ({ value: id, label: name }));
  return (
    <FormDialog
      title={`Merge two ${object}s`}
      description="Everything that hangs on the one becomes the other's. Old ids and links lead there. A merge can be undone."
      width="l"
      write={write}
      onSubmit={merge}
      onClose={onClose}
      submitLabel="Merge"
      disabled={!data}
    >
      <div className="flex items-center gap-2">
        <span aria-hidden>Survivor</span>
        <Select
          aria-label="Survivor"
          options={names}
          value={survivorId}
          onValueChange={(id: string) => {
            setSurvivor(id);
            setChoices({});
          }}
        />
      </div>
      {preview.error && <ErrorState error={preview.error} />}
      {!data && !preview.error && <Skeleton lines={5} />}
      {data && (
        <>
          <p>
            {data.moves.length === 0
              ? `Nothing hangs on ${data.merged.name}.`
              : `Moves: ${data.moves.map((move) => `${move.label} ${move.rows}`).join(" · ")}`}
          </p>
          {data.conflicts.length > 0 && (
            <section aria-label="Conflicts">
              <h3 className="font-semibold">{formatCount(data.conflicts.length, "conflict")}</h3>
              <ul className="list-disc pl-5 text-warn">
                {data.conflicts.map((conflict) => (
                  <li key={conflict.message}>{conflict.message}</li>
                ))}
              </ul>
            </section>
          )}
          {data.fields.length > 0 && (
            <table className="w-full text-left">
              <thead className="text-s text-ink-2">
                <tr>
                  <th className="py-1 font-medium">Field</th>
                  <th className="font-medium">{data.survivor.name}</th>
                  <th className="font-medium">{data.merged.name}</th>
                  <th className="font-medium">Keep</th>
                </tr>
              </thead>
              <tbody>
                {data.fields.map(({ field, label, ofSurvivor, ofMerged, wins }) => (
                  <tr key={field} className="border-t border-line">
                    <th scope="row" className="py-1 font-normal text-ink-2">
                      {label}
                    </th>
                    <td>{shown(ofSurvivor, data.names)}</td>
                    <td>{shown(ofMerged, data.names)}</td>
                    <td>
                      <Select
                        aria-label={`Keep for ${label}`}
                        options={[
                          ...(wins === "both" ? [{ value: "both", label: "Both" }] : []),
                          { value: "survivor", label: "Survivor's" },
                          { value: "merged", label: "The other's" },
                        ]}
                        value={choices[field] ?? wins}
                        onValueChange={(winner: string) => {
                          const { [field]: _, ...rest } = choices;
                          setChoices(
                            winner === "both" ? rest : { ...rest, [field]: winner as "survivor" | "merged" },
                          );
                        }}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </FormDialog>
  );
}

function shown(value: unknown, names: Readonly<Record<string, string>>): string {
  if (value === null || value === "") return "–";
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return names[String(value)] ?? String(value);
}
