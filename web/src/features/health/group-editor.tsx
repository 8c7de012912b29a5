import type { HealthGroup, HealthMeasure } from "@perennial/contract";
import { MoreHorizontal, Plus } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { formatNumber } from "../../ui/format.ts";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { GroupDialog } from "./group-dialog.tsx";
import { MeasureDialog } from "./measure-dialog.tsx";
import { MeasureEditor } from "./measure-editor.tsx";
import { sharesOf, withMeasure } from "./model-shares.ts";
import { NumberField } from "./number-field.tsx";

type GroupProps = {
  group: HealthGroup;
  /** Percent of what it stands in. */
  share: number;
  /** What it stands in, in words. */
  of: string;
  about: (measure: HealthMeasure) => string;
  /** A slug that the model does not have yet. */
  slugFor: (name: string) => string;
  canEdit: boolean;
  onChange: (group: HealthGroup) => void;
  /** Absent where it may not go: a model has at least one group. */
  onRemove?: (() => void) | undefined;
};

/** A group of a model with its measures and the groups in it, as deep as they go. */
export function GroupEditor({ group, share, of, about, slugFor, canEdit, onChange, onRemove }: GroupProps) {
  const [asked, setAsked] = useState<"measure" | "group" | "name" | { change: number }>();
  const inner = group.groups ?? [];
  const shares = sharesOf([...group.measures, ...inner]);
  const close = () => setAsked(undefined);
  const changed = (next: Partial<HealthGroup>) => {
    onChange({ ...group, ...next });
    close();
  };
  const edited = typeof asked === "object" ? group.measures[asked.change] : undefined;
  return (
    <Card
      title={group.name}
      subtitle={`${formatNumber(share, 1)} % of ${of}`}
      actions={
        <span className="flex items-center gap-1">
          <NumberField
            label={`Weight of ${group.name}`}
            value={group.weight}
            min={0.01}
            disabled={!canEdit}
            onChange={(weight) => changed({ weight })}
          />
          {canEdit && (
            <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label={`More for ${group.name}`} />}>
              <MenuItem onSelect={() => setAsked("group")}>Add a group inside</MenuItem>
              <MenuItem onSelect={() => setAsked("name")}>Rename</MenuItem>
              <MenuSeparator />
              <MenuItem danger disabled={!onRemove} onSelect={() => onRemove?.()}>
                Remove group
              </MenuItem>
            </Menu>
          )}
        </span>
      }
    >
      <ul>
        {group.measures.map((measure, index) => (
          <MeasureEditor
            key={measure.slug}
            measure={measure}
            share={shares[index] ?? 0}
            about={about(measure)}
            canEdit={canEdit}
            onChange={(next) => changed(withMeasure(group, index, next))}
            onEdit={() => setAsked({ change: index })}
            onRemove={() => changed({ measures: group.measures.toSpliced(index, 1) })}
          />
        ))}
      </ul>
      {canEdit && (
        <Button variant="quiet" icon={Plus} className="-ml-2.5" onClick={() => setAsked("measure")}>
          Add a measure
        </Button>
      )}
      {inner.length > 0 && (
        <div className="mt-3 flex flex-col gap-3">
          {inner.map((each, index) => (
            <GroupEditor
              key={each.slug}
              group={each}
              share={shares[group.measures.length + index] ?? 0}
              of={group.name}
              about={about}
              slugFor={slugFor}
              canEdit={canEdit}
              onChange={(next) => changed({ groups: inner.with(index, next) })}
              onRemove={() => changed({ groups: inner.toSpliced(index, 1) })}
            />
          ))}
        </div>
      )}
      {asked === "measure" && (
        <MeasureDialog
          onDone={(made) => changed({ measures: [...group.measures, { ...made, slug: slugFor(made.name) }] })}
          onClose={close}
        />
      )}
      {edited && typeof asked === "object" && (
        <MeasureDialog
          measure={edited}
          onDone={(next) => {
            const slug = looksAt(next) === looksAt(edited) ? edited.slug : slugFor(next.name);
            changed(withMeasure(group, asked.change, { ...next, slug }));
          }}
          onClose={close}
        />
      )}
      {asked === "group" && (
        <GroupDialog
          onDone={(name) =>
            changed({ groups: [...inner, { slug: slugFor(name), name, weight: 1, measures: [] }] })
          }
          onClose={close}
        />
      )}
      {asked === "name" && (
        <GroupDialog name={group.name} onDone={(name) => changed({ name })} onClose={close} />
      )}
    </Card>
  );
}

/** A rule may be refined; a measure of another number is another measure, with a history of its own. */
function looksAt({ source }: Pick<HealthMeasure, "source">): string {
  return source.kind === "field" ? source.field : "a rule";
}
