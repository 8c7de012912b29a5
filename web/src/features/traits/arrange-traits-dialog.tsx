import { arrangeTraits, listTraits, type Trait } from "@perennial/contract";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { IconButton } from "../../ui/button.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";

type ArrangeTraitsDialogProps = { object: string; traits: readonly Trait[]; onClose: () => void };
type Place = Pick<Trait, "id" | "name" | "group">;

/** The order of an object's traits and the groups they stand in, on pages, in pickers and in lists. */
export function ArrangeTraitsDialog({ object, traits, onClose }: ArrangeTraitsDialogProps) {
  const [places, setPlaces] = useState<Place[]>(() =>
    traits.map(({ id, name, group }) => ({ id, name, group })),
  );
  const write = useWrite(arrangeTraits, {
    refreshes: [listTraits],
    onSuccess: () => {
      onClose();
      toast({ title: "The order is saved" });
    },
  });
  const move = (from: number, to: number) => {
    const next = [...places];
    next.splice(to, 0, ...next.splice(from, 1));
    setPlaces(next);
  };
  const save = () =>
    write.mutate({
      body: { object, traits: places.map(({ id, group }) => ({ id, group: group || "General" })) },
    });
  return (
    <FormDialog
      title="Arrange traits"
      description="Traits of a group stand together."
      width="m"
      write={write}
      onSubmit={save}
      onClose={onClose}
      submitLabel="Save the order"
    >
      <ol aria-label="Traits in their order" className="divide-y divide-line">
        {places.map((place, at) => (
          <li key={place.id} className="flex items-center gap-2 py-1">
            <span className="grow truncate">{place.name}</span>
            <Input
              aria-label={`Group of ${place.name}`}
              value={place.group}
              onChange={(event) =>
                setPlaces(places.map((one) => (one === place ? { ...one, group: event.target.value } : one)))
              }
              className="w-40 shrink-0"
            />
            <IconButton
              icon={ArrowUp}
              label={`Move ${place.name} up`}
              disabled={at === 0}
              onClick={() => move(at, at - 1)}
            />
            <IconButton
              icon={ArrowDown}
              label={`Move ${place.name} down`}
              disabled={at === places.length - 1}
              onClick={() => move(at, at + 1)}
            />
          </li>
        ))}
      </ol>
    </FormDialog>
  );
}
