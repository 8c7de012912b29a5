import type { Account } from "@perennial/contract";
import type { ComponentType } from "react";
import { z } from "zod";
import { allows, useMay, useMe } from "../../api/me.ts";
import { Chip } from "../../ui/chip.tsx";
import { usePast } from "../../ui/past.ts";
import { useUrlState } from "../../ui/url-state.ts";
import { NoteComposer } from "./note-composer.tsx";

/** What is being written stands in the URL, so that a button elsewhere on the page can begin it. */
const composerState = z.object({ write: z.string().max(20).optional().catch(undefined) });

/** A way to write on the timeline that another feature brings. It says when it is done. */
export type Composer = {
  id: string;
  label: string;
  permission: string;
  Composer: ComponentType<{ account: Account; onDone: () => void }>;
};

/** What is written to the account: a note, or what the page's composers offer; only what this teammate may write. */
export function TimelineComposer({
  account,
  composers,
}: {
  account: Account;
  composers: readonly Composer[];
}) {
  const me = useMe();
  const mayNote = useMay("notes.write");
  const { day } = usePast();
  const [{ write: chosen }, change] = useUrlState(composerState);
  const choose = (write: string | undefined) => change({ write });
  const permissions = day === undefined ? (me.data?.permissions ?? []) : [];
  const offered = composers.filter((composer) => allows(permissions, composer.permission));
  const first = mayNote ? "note" : offered[0]?.id;
  const shown = chosen ?? first;
  const current = offered.find((composer) => composer.id === shown);
  if (first === undefined) return null;
  return (
    <div className="mb-3" data-composer>
      <fieldset aria-label="What to write" className="mb-2 flex gap-1.5">
        {mayNote && (
          <Chip pressed={shown === "note"} onClick={() => choose("note")}>
            Note
          </Chip>
        )}
        {offered.map((composer) => (
          <Chip key={composer.id} pressed={shown === composer.id} onClick={() => choose(composer.id)}>
            {composer.label}
          </Chip>
        ))}
      </fieldset>
      {shown === "note" && mayNote && <NoteComposer account={account} />}
      {current && <current.Composer account={account} onDone={() => choose(first)} />}
    </div>
  );
}
