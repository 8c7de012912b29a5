import type { HealthGroup, HealthModel, HealthVariant } from "@perennial/contract";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useSegmentOptions } from "./transforms/use-segment-options.ts";

type SegmentModelsProps = {
  draft: HealthModel;
  /** The slug of the model that is shown; null is the one for everybody else. */
  shown: string | null;
  canEdit: boolean;
  slugFor: (name: string, taken: readonly string[]) => string;
  onShow: (slug: string | null) => void;
  onChange: (model: HealthModel) => void;
};

/** The models of a score in the order in which they are tried; the first whose segment an account is in applies. */
export function SegmentModels({ draft, shown, canEdit, slugFor, onShow, onChange }: SegmentModelsProps) {
  const [isAdding, setAdding] = useState(false);
  const variants = draft.variants ?? [];
  const place = (next: HealthVariant[]) => onChange({ ...draft, variants: next });
  const move = (from: number, to: number) => {
    const [moved] = variants.slice(from, from + 1);
    if (moved) place(variants.toSpliced(from, 1).toSpliced(to, 0, moved));
  };
  const add = (segment: string, name: string) => {
    const taken: string[] = [];
    const copied = copyOf(draft.groups, (text) => {
      const slug = slugFor(text, taken);
      taken.push(slug);
      return slug;
    });
    const { minimumCoveragePct } = draft;
    const slug = variants.some((each) => each.slug === segment) ? `${segment}_2` : segment;
    place([...variants, { slug, name, segment, groups: copied, minimumCoveragePct }]);
    onShow(slug);
    setAdding(false);
  };
  return (
    <Card
      title="For whom"
      subtitle={
        variants.length > 0 ? "The first whose segment an account is in applies" : "One model for all"
      }
    >
      <ol className="flex flex-col gap-1 text-m">
        {variants.map((variant, at) => (
          <li key={variant.slug} className="flex items-center gap-0.5">
            <ModelButton isShown={shown === variant.slug} onClick={() => onShow(variant.slug)}>
              {at + 1}. {variant.name}
            </ModelButton>
            {canEdit && (
              <>
                <IconButton
                  icon={ArrowUp}
                  label={`Try ${variant.name} earlier`}
                  disabled={at === 0}
                  onClick={() => move(at, at - 1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={`Try ${variant.name} later`}
                  disabled={at === variants.length - 1}
                  onClick={() => move(at, at + 1)}
                />
                <IconButton
                  icon={X}
                  label={`Remove the model for ${variant.name}`}
                  onClick={() => {
                    place(variants.toSpliced(at, 1));
                    onShow(null);
                  }}
                />
              </>
            )}
          </li>
        ))}
        {variants.length > 0 && (
          <li className="flex">
            <ModelButton isShown={shown === null} onClick={() => onShow(null)}>
              {variants.length + 1}. Everybody else
            </ModelButton>
          </li>
        )}
      </ol>
      {canEdit && (
        <Button variant="quiet" icon={Plus} className="-ml-2.5" onClick={() => setAdding(true)}>
          A model for a segment
        </Button>
      )}
      {isAdding && (
        <AddDialog
          taken={variants.map((each) => each.segment)}
          onDone={add}
          onClose={() => setAdding(false)}
        />
      )}
    </Card>
  );
}

type ModelButtonProps = { isShown: boolean; onClick: () => void; children: ReactNode };

function ModelButton({ isShown, onClick, children }: ModelButtonProps) {
  return (
    <Button
      variant="quiet"
      aria-pressed={isShown}
      className={
        isShown ? "min-w-0 flex-1 justify-start! bg-sunken font-semibold" : "min-w-0 flex-1 justify-start!"
      }
      onClick={onClick}
    >
      <span className="truncate">{children}</span>
    </Button>
  );
}

/** The same groups and measures under slugs of their own: their points have a history of their own. */
function copyOf(groups: readonly HealthGroup[], slugFor: (name: string) => string): HealthGroup[] {
  return groups.map((group) => ({
    ...group,
    slug: slugFor(group.name),
    measures: group.measures.map((measure) => ({ ...measure, slug: slugFor(measure.name) })),
    ...(group.groups ? { groups: copyOf(group.groups, slugFor) } : {}),
  }));
}

type AddDialogProps = {
  taken: readonly string[];
  onDone: (segment: string, name: string) => void;
  onClose: () => void;
};

function AddDialog({ taken, onDone, onClose }: AddDialogProps) {
  const segments = useSegmentOptions().filter(({ value }) => !taken.includes(value));
  const [segment, setSegment] = useState<string | null>(null);
  const chosen = segments.find(({ value }) => value === segment);
  return (
    <FormDialog
      title="A model for a segment"
      description="It begins as a copy of the model for everybody else."
      write={{ error: null, isPending: false }}
      onSubmit={() => chosen && onDone(chosen.value, chosen.label)}
      onClose={onClose}
      submitLabel="Add"
      disabled={!chosen}
    >
      <Field label="Accounts in">
        {(control) => (
          <Combobox
            {...control}
            label="Segment"
            options={segments}
            value={segment}
            onValueChange={setSegment}
            className="w-full"
          />
        )}
      </Field>
    </FormDialog>
  );
}
