import { History, Pin } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";
import { formatDate } from "./format.ts";
import { Popover } from "./popover.tsx";
import { RelativeTime } from "./values.tsx";

export type Origin = {
  setBy: { kind: string; name: string } | null;
  setAt: string | null;
  recordedAt: string | null;
  source: string | null;
  previous: unknown;
  previousLabel: string | null;
  formula: string | null;
  owner: "source-wins" | "local-wins";
  isPinned: boolean;
};

type ProvenanceButtonProps = {
  /** The field's title. */
  field: string;
  origin: Origin;
  /** Absent: the reader may not change the record. */
  onPin?: ((isPinned: boolean) => void) | undefined;
};

const kinds: Readonly<Record<string, string>> = {
  teammate: "by hand",
  import: "an import",
  connector: "a connector",
  "api-key": "an API key",
  playbook: "a playbook",
  system: "Perennial",
};

/**
 * Who set a value, when, from where, and what it was before: on hover and by the keyboard. A pin stands there all the time,
 * the rest when it is pointed at.
 */
export function ProvenanceButton({ field, origin, onPin }: ProvenanceButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const Icon = origin.isPinned ? Pin : History;
  return (
    <Popover
      label={`Where ${field} comes from`}
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${field}: ${origin.isPinned ? "pinned, " : ""}where it comes from`}
          title={inShort(origin)}
          className={cx(
            "grid size-6 shrink-0 place-items-center rounded-small text-ink-3 hover:bg-sunken focus-visible:opacity-100 group-hover:opacity-100",
            !origin.isPinned && !isOpen && "opacity-0",
          )}
        >
          <Icon size={13} aria-hidden />
        </button>
      }
    >
      <div className="p-3 text-s">
        <OriginDetails origin={origin} onPin={onPin} />
      </div>
    </Popover>
  );
}

type OriginDetailsProps = Pick<ProvenanceButtonProps, "origin" | "onPin">;

/** Who set a value, when, from where, what it was before, and its pin. */
export function OriginDetails({ origin, onPin }: OriginDetailsProps) {
  const isLocal = origin.owner === "local-wins";
  return (
    <div className="flex flex-col gap-2">
      <Origins origin={origin} />
      {isLocal && (
        <p className="text-ink-2">
          {origin.isPinned
            ? "Pinned: no import, connector or API key overwrites it."
            : "Not pinned: the next sync may overwrite it."}
        </p>
      )}
      {isLocal && onPin && (
        <Button className="self-start" onClick={() => onPin(!origin.isPinned)}>
          {origin.isPinned ? "Unpin" : "Pin"}
        </Button>
      )}
    </div>
  );
}

/** On hover: the same in one line, without taking the focus from where somebody writes. */
function inShort(origin: Origin): string {
  if (origin.formula !== null) return `Worked out by ${origin.formula}`;
  if (origin.setBy === null) return "Nobody has set it yet";
  const before = origin.previousLabel ?? previousText(origin.previous);
  const at = origin.setAt === null ? "" : `, ${formatDate(origin.setAt.slice(0, 10))}`;
  return `Set by ${origin.setBy.name} (${kinds[origin.setBy.kind] ?? origin.setBy.kind})${at}, through ${origin.source}${isRestated(origin) ? ", restated later" : ""}; before: ${before}`;
}

function Origins({ origin }: { origin: Origin }) {
  if (origin.formula !== null) {
    return (
      <p>
        Worked out by its formula: <code className="break-words">{origin.formula}</code>
      </p>
    );
  }
  if (origin.setBy === null) return <p>Nobody has set it yet.</p>;
  const kind = kinds[origin.setBy.kind] ?? origin.setBy.kind;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
      <dt className="text-ink-2">Set by</dt>
      <dd>
        {origin.setBy.name} ({kind})
      </dd>
      <dt className="text-ink-2">When</dt>
      <dd>
        <RelativeTime at={origin.setAt} />
      </dd>
      {isRestated(origin) && (
        <>
          <dt className="text-ink-2">Restated</dt>
          <dd>
            entered <RelativeTime at={origin.recordedAt} />, for this time
          </dd>
        </>
      )}
      <dt className="text-ink-2">Through</dt>
      <dd className="break-words">{origin.source}</dd>
      <dt className="text-ink-2">Before</dt>
      <dd className="break-words">{origin.previousLabel ?? previousText(origin.previous)}</dd>
    </dl>
  );
}

/** Entered later than the time it is of. */
function isRestated({ setAt, recordedAt }: Origin): boolean {
  return setAt !== null && recordedAt !== null && recordedAt.slice(0, 10) > setAt.slice(0, 10);
}

function previousText(previous: unknown): string {
  if (previous === null || previous === undefined) return "nothing";
  if (Array.isArray(previous)) return previous.join(", ");
  return typeof previous === "object" ? JSON.stringify(previous) : String(previous);
}
