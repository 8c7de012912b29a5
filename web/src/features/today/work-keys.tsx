import { useAction } from "../../ui/actions.ts";
import { type RowVerb, rowVerbs } from "./row-verbs.ts";

type KeysProps = { onVerb: (verb: RowVerb) => void; onOpen: () => void; onSelect: () => void };

/** The keys of the current row, and the line that names them. */
export function WorkKeys({ onVerb, onOpen, onSelect }: KeysProps) {
  useAction({ label: "Open it", group: "Today", keys: "v", run: onOpen });
  useAction({ label: "Select the row", group: "Today", keys: "x", run: onSelect });
  useAction({ label: "Write an e-mail", group: "Today", keys: "m", run: () => onVerb("email") });
  return (
    <>
      {rowVerbs.map(({ verb, label, keys }) => (
        <VerbKey key={verb} label={label} keys={keys} run={() => onVerb(verb)} />
      ))}
      <p className="mb-2 text-s text-ink-3 pointer-coarse:hidden">
        J and K move, E addresses, S puts off, A gives to somebody, T turns an indicator into something, M
        writes an e-mail, O logs a note, H raises the hand, V opens, X selects.
      </p>
    </>
  );
}

function VerbKey({ label, keys, run }: { label: string; keys: string; run: () => void }) {
  useAction({ label, group: "Today", keys, run });
  return null;
}
