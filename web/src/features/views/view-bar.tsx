import type { ColumnDescription, ViewDefinition } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useEffect, useState } from "react";
import { useRuleMaterial } from "../../api/rule-material.ts";
import type { ViewChoice, ViewedObject } from "../../api/viewed-object.ts";
import { Chip, FilterChip } from "../../ui/chip.tsx";
import { FilterSelect } from "../../ui/filter-select.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { Input } from "../../ui/input.tsx";
import { useReadRule } from "../../ui/rule-editor/read-rule.ts";
import { ColumnsPicker } from "./columns-picker.tsx";
import { FilterDialog } from "./filter-dialog.tsx";
import { groupChoices, groupFromText, groupToText } from "./group-choices.ts";
import { choiceOf, type ViewPatch, type ViewState } from "./view-state.ts";

type BarProps<Row extends ListedRow> = {
  viewed: ViewedObject<Row>;
  state: ViewState;
  base: ViewDefinition;
  definition: ViewDefinition;
  choices: readonly ViewChoice[];
  columns: ReadonlyMap<string, GridColumn<Row>>;
  descriptions: readonly ColumnDescription[];
  change: (patch: ViewPatch) => void;
};

const layouts = [
  { value: "table", label: "Table" },
  { value: "board", label: "Board" },
  { value: "calendar", label: "Calendar" },
] as const;

/** The row above the records: what they are narrowed to on the left, how they are shown on the right. */
export function ViewBar<Row extends ListedRow>(props: BarProps<Row>) {
  const { viewed, state, base, definition, choices, columns, descriptions, change } = props;
  const [isFiltering, setFiltering] = useState(false);
  const filter = state.filter ?? base.filter;
  const layoutFields = fieldsFor(definition.layout, descriptions);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {viewed.searched && (
        <Search value={state.q ?? ""} title={viewed.title} onChange={(q) => change({ q })} />
      )}
      {choices.map((choice) => {
        const value = choiceOf(state, choice);
        const isSet = value !== choice.options[0]?.value;
        if (choice.isRare && !isSet) return null;
        return (
          <FilterSelect
            key={choice.id}
            aria-label={choice.label}
            options={choice.options}
            value={value}
            isSet={isSet}
            onValueChange={(next) => change({ choices: { ...state.choices, [choice.id]: next } })}
          />
        );
      })}
      {filter === null || filter === undefined ? (
        <Chip adds data-filter={viewed.searched ? undefined : true} onClick={() => setFiltering(true)}>
          + Filter
        </Chip>
      ) : (
        <FilterChip
          label="Filter:"
          onClick={() => setFiltering(true)}
          onRemove={() => change({ filter: base.filter === null ? undefined : { all: [] } })}
        >
          <FilterWords object={viewed.object} rule={filter} />
        </FilterChip>
      )}
      <span className="grow" />
      {definition.layout === "table" ? (
        <>
          <FilterSelect
            aria-label="Group"
            options={groupChoices(definition, descriptions, columns)}
            value={groupToText(definition.group)}
            isSet={definition.group !== null}
            onValueChange={(text) => change({ group: groupFromText(text) })}
          />
          <ColumnsPicker
            chosen={definition.columns}
            descriptions={descriptions}
            columns={columns}
            onChange={(next) => change({ columns: next })}
          />
        </>
      ) : (
        <FilterSelect
          aria-label={definition.layout === "board" ? "Columns of the board" : "Days of the calendar"}
          options={layoutFields.map(({ value, label }) => ({ value, label: `By ${label.toLowerCase()}` }))}
          value={definition.layoutField ?? ""}
          isSet
          onValueChange={(layoutField) => change({ layoutField })}
        />
      )}
      <fieldset aria-label="Layout" className="flex gap-1">
        {layouts.map(({ value, label }) => {
          const usual = value === "table" ? undefined : viewed.laidOutBy?.[value];
          const first = usual ?? fieldsFor(value, descriptions)[0]?.value;
          return (
            <Chip
              key={value}
              pressed={definition.layout === value}
              disabled={value !== "table" && first === undefined}
              onClick={() => change({ layout: value, layoutField: first })}
            >
              {label}
            </Chip>
          );
        })}
      </fieldset>
      {isFiltering && (
        <FilterDialog
          object={viewed.object}
          rule={filter ?? { all: [] }}
          onApply={(rule) => change({ filter: rule })}
          onClose={() => setFiltering(false)}
        />
      )}
    </div>
  );
}

/** What the filter says, in plain English. */
function FilterWords({ object, rule }: { object: string; rule: RuleJson }) {
  const { catalog, references } = useRuleMaterial();
  const { sentence } = useReadRule(catalog, object, rule, references);
  return <span title={sentence ?? undefined}>{sentence ?? "a rule"}</span>;
}

/** The fields a layout can be laid out by, those that are edited first. */
function fieldsFor(layout: ViewDefinition["layout"], descriptions: readonly ColumnDescription[]) {
  const types =
    layout === "board" ? ["select", "teammate"] : layout === "calendar" ? ["date", "instant"] : [];
  return descriptions
    .filter((column) => types.includes(column.type) && !column.slug.startsWith("account."))
    .toSorted((a, b) => Number(b.isEditable) - Number(a.isEditable))
    .map((column) => ({ value: column.slug, label: column.label }));
}

/** Typing narrows the list a moment after the last key. */
function Search({
  value,
  title,
  onChange,
}: {
  value: string;
  title: string;
  onChange: (q: string | undefined) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text === "" ? undefined : text), 250);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <div className="w-44">
      <Input
        type="search"
        data-filter
        aria-label={`Find in ${title}`}
        placeholder="Find by name"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
