import type { RuleJson } from "@perennial/rules";
import { ChevronDown, Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { useMemo, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { formatNumber } from "../format.ts";
import { type Option, OptionList } from "../option-list.tsx";
import type { EditorField, EditorObject } from "./editor-context.ts";
import { type PropertyType, propertyField } from "./event-properties.ts";
import { anyRelated, eventHappened, newCondition } from "./new-node.ts";
import { useValues, type ValueSource } from "./value-suggestions.ts";

type Subject = Option & { node: () => RuleJson };

/** Everything one can ask about an object: its fields, its related records, its events. */
function subjectsOf(object: EditorObject): Subject[] {
  const fields = object.fields
    .filter((field) => field.slug !== "id" || field.type === object.slug)
    .map(fieldSubject);
  const relations = object.relations.map((relation) => ({
    value: `related ${relation.slug}`,
    label: `Related ${relation.label}`,
    hint: "Related records",
    node: () => anyRelated(relation.slug),
  }));
  const events = (object.events?.names ?? []).map((name) => eventSubject(name, "Events"));
  return [...fields, ...relations, ...events];
}

const fieldSubject = (field: EditorField): Subject => ({
  value: `field ${field.slug}`,
  label: field.label,
  hint: field.group,
  node: () => newCondition(field),
});

const eventSubject = (name: string, hint: string): Subject => ({
  value: `event ${name}`,
  label: `Event “${name}”`,
  hint,
  node: () => eventHappened(name),
});

const propertySubject = (name: string, type: PropertyType, hint: string): Subject => ({
  ...fieldSubject(propertyField(name, type)),
  hint,
});

/** Subjects that no catalog lists: events and their properties as they were seen, or as they are typed. */
function useSeenSubjects(object: EditorObject, isOpen: boolean, text: string): Subject[] {
  const { propertiesOf, events, slug } = object;
  const source: ValueSource | undefined = propertiesOf
    ? { of: "properties", ...propertiesOf }
    : events && { of: "events", object: slug };
  const items = useValues(isOpen ? source : undefined, text)?.items ?? [];
  if (!source) return [];
  const name = text.trim();
  if (!propertiesOf) {
    const seen = items.map((item) => eventSubject(item.value, "Events"));
    return name === "" ? seen : [...seen, eventSubject(name, "Events · not seen yet")];
  }
  const seen = items.map(({ value, type = "text", count }) =>
    propertySubject(value, type, `${typeWords[type]} · ${formatNumber(count)}`),
  );
  return name === "" ? seen : [...seen, propertySubject(name, "text", "Text · not seen yet")];
}

/** What the catalog knows before what was seen, and of a property the type that is seen more often. */
function firstOfEach(subjects: readonly Subject[]): Subject[] {
  const taken = new Set<string>();
  return subjects.filter(({ value }) => !taken.has(value) && taken.add(value));
}

const typeWords: Record<PropertyType, string> = { text: "Text", number: "Number", boolean: "Yes or no" };

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
  const [text, setText] = useState("");
  const known = useMemo(() => subjectsOf(object), [object]);
  const seen = useSeenSubjects(object, open, text);
  const options = firstOfEach([...known, ...seen]);
  const label = current ? `About: ${current.label}` : "Add a condition";
  const show = (isOpen: boolean) => {
    setOpen(isOpen);
    setText("");
  };
  return (
    <Popover.Root open={open} onOpenChange={show}>
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
            onType={setText}
            onPick={(chosen) => {
              const subject = options.find((each) => each.value === chosen);
              if (subject) {
                hasPicked.current = true;
                onPick(subject.node());
              }
              show(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
