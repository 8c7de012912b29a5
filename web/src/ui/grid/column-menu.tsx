import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, MoveHorizontal, Pin, PinOff } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { MenuChoice, MenuItem, MenuLabel, MenuPanel, MenuSeparator } from "../menu.tsx";
import type { AggregateName } from "./aggregate.ts";
import { type GridColumn, isNumeric } from "./column.ts";
import { type PlacedColumn, reorder } from "./layout.ts";
import type { GridState } from "./state.ts";

type ColumnMenuProps<Row> = {
  placed: PlacedColumn<Row>;
  /** Ids of the columns shown, in order. */
  ids: readonly string[];
  state: GridState;
  onStateChange: (state: GridState) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
};

/** What one can do with a column; the same by mouse and, with Alt and the down arrow, by keyboard. */
export function ColumnMenu<Row>({
  placed,
  ids,
  state,
  onStateChange,
  open,
  onOpenChange,
  trigger,
}: ColumnMenuProps<Row>) {
  const { column, width, pinnedAt } = placed;
  const at = ids.indexOf(column.id);
  const pinned = state.pinned ?? ids.slice(0, 1);
  const sort = (descending: boolean) =>
    onStateChange({ ...state, sort: [{ columnId: column.id, descending }] });
  const move = (to: number) => onStateChange({ ...state, order: reorder(ids, column.id, to) });
  const resize = (by: number) =>
    onStateChange({ ...state, widths: { ...state.widths, [column.id]: Math.max(56, width + by) } });
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <MenuPanel>
        {(column.sortable ?? true) && (
          <>
            <MenuItem icon={ArrowUp} onSelect={() => sort(false)}>
              Sort upwards
            </MenuItem>
            <MenuItem icon={ArrowDown} onSelect={() => sort(true)}>
              Sort downwards
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        <MenuItem icon={ArrowLeft} disabled={at === 0} onSelect={() => move(at - 1)}>
          Move left
        </MenuItem>
        <MenuItem icon={ArrowRight} disabled={at === ids.length - 1} onSelect={() => move(at + 1)}>
          Move right
        </MenuItem>
        <MenuItem icon={MoveHorizontal} onSelect={() => resize(40)}>
          Widen
        </MenuItem>
        <MenuItem icon={MoveHorizontal} onSelect={() => resize(-40)}>
          Narrow
        </MenuItem>
        <MenuSeparator />
        {pinnedAt === null ? (
          <MenuItem icon={Pin} onSelect={() => onStateChange({ ...state, pinned: [...pinned, column.id] })}>
            Pin to the left
          </MenuItem>
        ) : (
          <MenuItem
            icon={PinOff}
            onSelect={() => onStateChange({ ...state, pinned: pinned.filter((id) => id !== column.id) })}
          >
            Unpin
          </MenuItem>
        )}
        {state.footers && <FooterChoices column={column} state={state} onStateChange={onStateChange} />}
        <MenuItem
          icon={EyeOff}
          disabled={ids.length === 1}
          onSelect={() => onStateChange({ ...state, hidden: [...(state.hidden ?? []), column.id] })}
        >
          Hide
        </MenuItem>
      </MenuPanel>
    </DropdownMenu.Root>
  );
}

const figures: readonly { name: AggregateName; label: string; isForAll?: true }[] = [
  { name: "sum", label: "Sum" },
  { name: "mean", label: "Mean" },
  { name: "min", label: "Least" },
  { name: "max", label: "Most" },
  { name: "count", label: "How many are filled", isForAll: true },
];

/** Which figure stands under the column; the one that stands is taken away by choosing it again. */
function FooterChoices<Row>({
  column,
  state,
  onStateChange,
}: {
  column: GridColumn<Row>;
  state: GridState;
  onStateChange: (state: GridState) => void;
}) {
  const chosen = state.footers?.[column.id];
  const choose = (name: AggregateName) => {
    const { [column.id]: _, ...others } = state.footers ?? {};
    onStateChange({ ...state, footers: chosen === name ? others : { ...others, [column.id]: name } });
  };
  return (
    <>
      <MenuSeparator />
      <MenuLabel>Figure below</MenuLabel>
      {figures
        .filter((figure) => figure.isForAll || isNumeric(column.type))
        .map(({ name, label }) => (
          <MenuChoice key={name} checked={chosen === name} onSelect={() => choose(name)}>
            {label}
          </MenuChoice>
        ))}
      <MenuSeparator />
    </>
  );
}
