import { Chip } from "../../ui/chip.tsx";
import { type MovementKey, movementKeys, movementTitles } from "./movement-words.ts";

/** Chips to narrow the rows to one kind of movement. */
export function KindChips({
  kind,
  onKind,
}: {
  kind: MovementKey | undefined;
  onKind: (kind: MovementKey | undefined) => void;
}) {
  return (
    <div className="mb-2 flex flex-wrap gap-1.5">
      <Chip pressed={kind === undefined} onClick={() => onKind(undefined)}>
        All
      </Chip>
      {movementKeys
        .filter((key) => key !== "currencyArr")
        .map((key) => (
          <Chip key={key} pressed={kind === key} onClick={() => onKind(key)}>
            {movementTitles[key]}
          </Chip>
        ))}
    </div>
  );
}
