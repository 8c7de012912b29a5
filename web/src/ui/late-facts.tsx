import { formatDate } from "./format.ts";
import { RelativeTime } from "./values.tsx";

export type LateFact = { what: string; effectiveOn: string; recordedAt: string; by: string | null };

const shown = 5;

/** Facts that came after the day they are of: what, of which day, when it was recorded and by whom. */
export function LateFacts({ facts }: { facts: readonly LateFact[] }) {
  return (
    <ul className="flex flex-col gap-0.5 text-s text-ink-2">
      {facts.slice(0, shown).map((fact) => (
        <li key={`${fact.what} ${fact.recordedAt}`}>
          {fact.what} · of {formatDate(fact.effectiveOn)}, recorded <RelativeTime at={fact.recordedAt} />
          {fact.by && ` by ${fact.by}`}
        </li>
      ))}
      {facts.length > shown && <li>and {facts.length - shown} more</li>}
    </ul>
  );
}
