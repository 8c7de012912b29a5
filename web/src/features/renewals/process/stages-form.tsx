import { renewalStages } from "@perennial/contract";
import type { CallResult } from "../../../api/client.ts";
import { useWrite } from "../../../api/query.ts";
import { Input } from "../../../ui/input.tsx";
import { Select } from "../../../ui/select.tsx";
import { toast } from "../../../ui/toast.tsx";
import { DefinitionsForm, withSlugs } from "./definitions-form.tsx";

type Stage = CallResult<typeof renewalStages.read>["items"][number];

const kinds = [
  { value: "open", label: "Open" },
  { value: "won", label: "Won" },
  { value: "lost", label: "Lost" },
] as const;

/** The stages a renewal goes through, in their order. */
export function StagesForm({ stages, mayEdit }: { stages: readonly Stage[]; mayEdit: boolean }) {
  const save = useWrite(renewalStages.write, {
    refreshes: [renewalStages.read],
    onSuccess: () =>
      toast({ title: "Stages saved", undo: () => save.mutate({ body: { items: [...stages] } }) }),
  });
  return (
    <DefinitionsForm<Stage>
      title="Stages"
      subtitle="In their order. One that renewals are in cannot be taken away"
      noun="stage"
      stored={stages}
      blank={{ slug: "", label: "", kind: "open" }}
      mayEdit={mayEdit}
      save={{ ...save, mutate: (items) => save.mutate({ body: { items: withSlugs(items) } }) }}
      nameOf={({ label }, at) => label || `stage ${at + 1}`}
      row={(stage, change, at) => (
        <>
          <span className="w-56">
            <Input
              aria-label={`Name of stage ${at + 1}`}
              readOnly={!mayEdit}
              value={stage.label}
              onChange={(event) => change({ label: event.target.value })}
            />
          </span>
          <Select
            aria-label={`Kind of stage ${at + 1}`}
            disabled={!mayEdit}
            options={kinds}
            value={stage.kind}
            onValueChange={(kind) => change({ kind })}
          />
        </>
      )}
    />
  );
}
