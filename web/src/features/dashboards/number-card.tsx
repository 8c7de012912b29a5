import type { ReactNode } from "react";

type NumberCardProps = {
  title: string;
  hint: string | undefined;
  error: { message: string } | null;
  /** Nothing while it is read. */
  value: ReactNode;
  /** What stands behind it: its target, its change, or of how many it is. */
  note: ReactNode;
  /** Leads to the rows it comes of. */
  onOpen: (() => void) | undefined;
};

/** A number that one opens. */
export function NumberCard({ title, hint, error, value, note, onOpen }: NumberCardProps) {
  return (
    <dl className="relative h-full overflow-hidden rounded-card border border-line bg-surface px-4 py-2.5 has-[button:hover]:bg-sunken">
      <dt className="truncate text-s text-ink-2" title={hint}>
        {title}
      </dt>
      <dd className="truncate">
        {error ? (
          <span className="text-s text-bad">{error.message}</span>
        ) : (
          <span className="text-[19px] leading-7 font-semibold tracking-[-0.02em]">{value ?? "…"}</span>
        )}{" "}
        {note && <span className="text-s text-ink-3">{note}</span>}
      </dd>
      {onOpen && (
        <dd>
          <button
            type="button"
            onClick={onOpen}
            aria-label={`${title}: open the rows`}
            className="absolute inset-0 w-full -outline-offset-2"
          />
        </dd>
      )}
    </dl>
  );
}
