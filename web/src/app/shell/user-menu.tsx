import { ChevronsUpDown, Keyboard, LogOut } from "lucide-react";
import { Avatar } from "../../ui/avatar.tsx";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "../../ui/menu.tsx";
import { setTheme, type Theme, useTheme } from "../../ui/theme.ts";
import type { ShellContent } from "./shell-content.ts";

const themes: readonly { theme: Theme; label: string }[] = [
  { theme: "system", label: "As the system" },
  { theme: "light", label: "Light" },
  { theme: "dark", label: "Dark" },
];

/** The teammate's own menu: look, keys, sign out. */
export function UserMenu({ content, onKeys }: { content: ShellContent; onKeys: () => void }) {
  const theme = useTheme();
  const { name, email } = content.teammate;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2 rounded-control px-2.5 py-1.5 text-left text-ink-2 hover:bg-sunken hover:text-ink"
        >
          <Avatar name={name} nameBeside />
          <span className="grow truncate">{name}</span>
          <ChevronsUpDown size={14} aria-hidden className="text-ink-3" />
        </button>
      }
    >
      {email && <MenuLabel>{email}</MenuLabel>}
      <MenuLabel>Look</MenuLabel>
      {themes.map((one) => (
        <MenuChoice key={one.theme} checked={theme === one.theme} onSelect={() => setTheme(one.theme)} stay>
          {one.label}
        </MenuChoice>
      ))}
      <MenuSeparator />
      <MenuItem icon={Keyboard} keys="?" onSelect={onKeys}>
        Keys
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={content.signOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
