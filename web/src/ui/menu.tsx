import type { LucideIcon } from "lucide-react";
import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import { KeyHint } from "./key-hint.tsx";

type MenuProps = { trigger: ReactNode; children: ReactNode; align?: "start" | "end" };

/** The panel of a menu, for those that keep their own open state. */
export function MenuPanel({ children, align = "start" }: { children: ReactNode; align?: "start" | "end" }) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-rise overflow-auto rounded-card border border-line bg-surface p-1 shadow-lift"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** A menu of actions under its button. Children are `MenuItem`, `MenuChoice`, `MenuSeparator`, `MenuLabel`. */
export function Menu({ trigger, children, align = "start" }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <MenuPanel align={align}>{children}</MenuPanel>
    </DropdownMenu.Root>
  );
}

const item =
  "flex h-[28px] items-center gap-2 rounded-control px-2 text-m outline-none select-none " +
  "data-[highlighted]:bg-sunken data-[disabled]:opacity-50";

type MenuItemProps = {
  icon?: LucideIcon;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
};

/** One action. */
export function MenuItem({ icon: Icon, keys, danger, disabled, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      disabled={disabled ?? false}
      onSelect={onSelect}
      className={cx(item, danger && "text-bad")}
    >
      {Icon && <Icon size={14} aria-hidden className={danger ? "" : "text-ink-3"} />}
      <span className="grow">{children}</span>
      {keys && <KeyHint keys={keys} />}
    </DropdownMenu.Item>
  );
}

/** One of several choices; ticked when it stands. The menu stays open with `stay`. */
export function MenuChoice({
  checked,
  onSelect,
  stay,
  children,
}: {
  checked: boolean;
  onSelect: () => void;
  stay?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.CheckboxItem
      checked={checked}
      onSelect={(event) => {
        if (stay) event.preventDefault();
        onSelect();
      }}
      className={item}
    >
      <span className="w-3.5">{checked && <Check size={14} aria-hidden />}</span>
      <span className="grow">{children}</span>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-1.5 pb-0.5 text-xs text-ink-3">{children}</DropdownMenu.Label>
  );
}
