import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { ApiProblem } from "../../../api/problem.ts";
import { slugOf } from "../../../api/slug.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Form, useRowErrors } from "../../../ui/field.tsx";

type DefinitionsFormProps<Item extends { slug: string }> = {
  title: string;
  subtitle: string;
  /** What one is called: “stage”. */
  noun: string;
  stored: readonly Item[];
  blank: Item;
  mayEdit: boolean;
  /** Ordered by hand; else each place is its own. */
  isOrdered?: boolean;
  /** How many others are sent before these. */
  sentAfter?: number;
  save: { mutate: (items: Item[]) => void; isPending: boolean; error: ApiProblem | null };
  nameOf: (item: Item, at: number) => string;
  row: (item: Item, change: (patch: Partial<Item>) => void, at: number) => ReactNode;
};

/** A list of definitions, changed as a whole: rows of fields that can be added, taken away and put into another order. */
export function DefinitionsForm<Item extends { slug: string }>(props: DefinitionsFormProps<Item>) {
  const {
    title,
    subtitle,
    noun,
    stored,
    blank,
    mayEdit,
    isOrdered = true,
    sentAfter = 0,
    save,
    nameOf,
    row,
  } = props;
  const [draft, setDraft] = useState<Item[]>([...stored]);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored);
  const replace = (at: number, by: Item[]) => setDraft(draft.toSpliced(at, 1, ...by));
  const swap = (at: number) => {
    const [first, second] = [draft[at], draft[at + 1]];
    if (first && second) setDraft(draft.toSpliced(at, 2, second, first));
  };
  return (
    <Card title={title} subtitle={subtitle}>
      <Form
        onSubmit={() => save.mutate(draft)}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          mayEdit && (
            <>
              <Button icon={Plus} className="mr-auto" onClick={() => setDraft([...draft, blank])}>
                Add a {noun}
              </Button>
              <Button disabled={!isChanged} onClick={() => setDraft([...stored])}>
                Discard
              </Button>
              <Button variant="primary" type="submit" disabled={!isChanged} busy={save.isPending}>
                Save
              </Button>
            </>
          )
        }
      >
        <ol className="flex flex-col gap-1.5">
          {draft.map((item, at) => (
            <li key={item.slug || `new-${at}`} className="flex flex-wrap items-center gap-2">
              {row(item, (patch) => replace(at, [{ ...item, ...patch }]), at)}
              {mayEdit && (
                <span className="ml-auto flex">
                  {isOrdered && (
                    <>
                      <IconButton
                        icon={ArrowUp}
                        label={`Move ${nameOf(item, at)} up`}
                        disabled={at === 0}
                        onClick={() => swap(at - 1)}
                      />
                      <IconButton
                        icon={ArrowDown}
                        label={`Move ${nameOf(item, at)} down`}
                        disabled={at === draft.length - 1}
                        onClick={() => swap(at)}
                      />
                    </>
                  )}
                  <IconButton
                    icon={X}
                    label={`Take away ${nameOf(item, at)}`}
                    onClick={() => replace(at, [])}
                  />
                </span>
              )}
              <RowErrors row={`items[${sentAfter + at}]`} label={nameOf(item, at)} />
            </li>
          ))}
        </ol>
        {draft.length === 0 && <p className="text-m text-ink-2">None yet.</p>}
      </Form>
    </Card>
  );
}

function RowErrors({ row, label }: { row: string; label: string }) {
  const errors = useRowErrors(row, label);
  if (errors.length === 0) return null;
  return <p className="basis-full text-s text-bad">{errors.join(" · ")}</p>;
}

/** Definitions as they are sent: a new one gets its slug from its label. */
export function withSlugs<Item extends { slug: string; label: string }>(items: readonly Item[]): Item[] {
  return items.map((item) => ({ ...item, slug: item.slug || slugOf(item.label) }));
}
