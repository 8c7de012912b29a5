import type { RuleJson } from "@perennial/rules";
import { ChevronDown, Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { useMemo, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { type Option, OptionList } from "../option-list.tsx";
import type { EditorObject } from "./editor-context.ts";
import { anyRelated, eventHappened, newCondition } from "./new-node.ts";

/** Everything one can ask about an object: its fields, its related records, its events. */
function subjectsOf(object: EditorObject): Option[] {
  const fields = object.fields
    .filter((field) => field.slug !== "id" || field.type === object.slug)
    .map((field) => ({ value: `field ${field.slug}`, label: field.label, hint: field.group }));
  const relations = object.relations.map((relation) => ({
    value: `related ${relation.slug}`,
    label: `Related ${relation.label}`,
    hint: "Related records",
  }));
  const events = (object.events?.names ?? []).map((name) => ({
    value: `event ${name}`,
    label: `Event “${name}”`,
    hint: "Events",
  }));
  return [...fields, ...relations, ...events];
}

function nodeOf(object: EditorObject, chosen: string): RuleJson | undefined {
  const [kind, ...rest] = chosen.split(" ");
  const name = rest.join(" ");
  if (kind === "related") return anyRelated(name);
  if (kind === "event") return eventHappened(name);
  const field = object.fields.find((each) => each.slug === name);
  return field && newCondition(field);
}

type PickerProps = {
  object: EditorObject;
  /** Names what is chosen now; without it the picker adds a condition. */
  current?: { value: string; label: string };
  onPick: (node: RuleJson) => void;
  /** Whether whoever shows the picker moves the focus on after a choice. */
  movesOn?: boolean;
};

/** Chooses what a condition is about by typing its name. */
export function SubjectPicker({ object, current, onPick, movesOn = false }: PickerProps) {
  const [open, setOpen] = useState(false);
  const hasPicked = useRef(false);
  const options = useMemo(() => subjectsOf(object), [object]);
  const label = current ? `About: ${current.label}` : "Add a condition";
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={label}
        className={cx(
          "inline-flex h-[30px] items-center gap-1.5 rounded-control border px-2.5 text-m",
          current
            ? "max-w-64 justify-between border-line-strong bg-surface font-medium"
            : "border-dashed border-line-strong text-ink-2 hover:text-ink",
        )}
      >
        {current ? (
          <>
            <span className="truncate">{current.label}</span>
            <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-3" />
          </>
        ) : (
          <>
            <Plus size={14} aria-hidden />
            Condition
          </>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={(event) => {
            if (movesOn && hasPicked.current) event.preventDefault();
            hasPicked.current = false;
          }}
          className="z-50 w-80 animate-rise overflow-hidden rounded-card border border-line bg-surface shadow-lift outline-none"
        >
          <OptionList
            label={label}
            options={options}
            selected={current ? [current.value] : []}
            onPick={(chosen) => {
              const node = nodeOf(object, chosen);
              if (node) {
                hasPicked.current = true;
                onPick(node);
              }
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
