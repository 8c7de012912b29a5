import { ArrowDown, ArrowUp, Copy, Ellipsis, Group, X } from "lucide-react";
import { IconButton } from "../button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../menu.tsx";
import type { NodeActions } from "./node-actions.ts";

/** What can be done with a condition or a group, with its keys. */
export function NodeMenu({ actions, what }: { actions: NodeActions; what: "condition" | "group" }) {
  const { moveUp, moveDown } = actions;
  return (
    <Menu align="end" trigger={<IconButton icon={Ellipsis} label={`Move, copy or take out this ${what}`} />}>
      <MenuItem icon={ArrowUp} keys="Alt+↑" disabled={moveUp === undefined} onSelect={() => moveUp?.()}>
        Move up
      </MenuItem>
      <MenuItem icon={ArrowDown} keys="Alt+↓" disabled={moveDown === undefined} onSelect={() => moveDown?.()}>
        Move down
      </MenuItem>
      <MenuItem icon={Copy} onSelect={actions.duplicate}>
        Duplicate
      </MenuItem>
      <MenuItem icon={Group} onSelect={actions.wrap}>
        Put into a group
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={X} keys="Alt+Backspace" onSelect={actions.remove}>
        Take out
      </MenuItem>
    </Menu>
  );
}
