import type { ColumnDescription } from "@perennial/contract";
import { useMemo } from "react";
import { Chip } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { OptionList } from "../../ui/option-list.tsx";
import { Popover } from "../../ui/popover.tsx";

type PickerProps<Row> = {
  chosen: readonly string[];
  descriptions: readonly ColumnDescription[];
  columns: ReadonlyMap<string, GridColumn<Row>>;
  onChange: (columns: string[]) => void;
};

/** Any field, trait, metric, score or key role as a column: chosen by typing, taken away by choosing it again. */
export function ColumnsPicker<Row>({ chosen, descriptions, columns, onChange }: PickerProps<Row>) {
  const options = useMemo(() => {
    const groups = new Map(descriptions.map((column) => [column.slug, column.group]));
    const all = [...columns.values()].map((column) => ({
      value: column.id,
      label: descriptions.find((one) => one.slug === column.id)?.label ?? column.title,
      hint: groups.get(column.id) ?? "",
    }));
    const place = (slug: string) => (chosen.includes(slug) ? chosen.indexOf(slug) : chosen.length);
    return all.toSorted((a, b) => place(a.value) - place(b.value));
  }, [descriptions, columns, chosen]);
  const toggle = (slug: string) => {
    const next = chosen.includes(slug) ? chosen.filter((one) => one !== slug) : [...chosen, slug];
    if (next.length > 0) onChange(next);
  };
  return (
    <Popover label="Columns" align="end" trigger={<Chip>Columns</Chip>}>
      <OptionList
        label="Columns"
        options={options}
        selected={chosen}
        onPick={toggle}
        footer="Drag a heading to move its column"
      />
    </Popover>
  );
}
