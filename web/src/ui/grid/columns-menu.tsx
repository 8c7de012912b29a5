import { Columns3 } from "lucide-react";
import { Chip } from "../chip.tsx";
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from "../menu.tsx";
import type { GridColumn } from "./column.ts";
import type { GridState } from "./state.ts";

type ColumnsMenuProps<Row> = {
  columns: readonly GridColumn<Row>[];
  state: GridState;
  onStateChange: (state: GridState) => void;
};

/** Which columns are shown and how high rows are: for the page's row of filters. */
export function ColumnsMenu<Row>({ columns, state, onStateChange }: ColumnsMenuProps<Row>) {
  const hidden = state.hidden ?? [];
  const toggle = (id: string) =>
    onStateChange({
      ...state,
      hidden: hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id],
    });
  return (
    <Menu
      align="end"
      trigger={
        <Chip>
          <Columns3 size={12} aria-hidden className="mr-1 inline" />
          Columns
        </Chip>
      }
    >
      <MenuLabel>Show</MenuLabel>
      {columns.map((column) => (
        <MenuChoice
          key={column.id}
          checked={!hidden.includes(column.id)}
          onSelect={() => toggle(column.id)}
          stay
        >
          {column.title}
        </MenuChoice>
      ))}
      <MenuSeparator />
      <MenuLabel>Rows</MenuLabel>
      {(["cosy", "compact"] as const).map((density) => (
        <MenuChoice
          key={density}
          checked={(state.density ?? "cosy") === density}
          onSelect={() => onStateChange({ ...state, density })}
          stay
        >
          {density === "cosy" ? "Cosy" : "Compact"}
        </MenuChoice>
      ))}
    </Menu>
  );
}
