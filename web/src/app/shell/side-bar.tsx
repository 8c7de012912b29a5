import { Link } from "@tanstack/react-router";
import { PanelLeftClose, Search } from "lucide-react";
import { IconButton } from "../../ui/button.tsx";
import { Logo } from "../../ui/logo.tsx";
import { entryKey, type NavGroup } from "./nav.ts";
import type { ShellContent } from "./shell-content.ts";
import { UserMenu } from "./user-menu.tsx";

type SideBarProps = {
  groups: readonly NavGroup[];
  content: ShellContent;
  onSearch: () => void;
  onKeys: () => void;
  /** Absent where the bar lies over the page and closes by itself. */
  onCollapse?: () => void;
};

const entryLook =
  "flex items-center justify-between rounded-control px-2.5 py-[2.5px] text-ink-2 hover:text-ink " +
  "aria-[current=page]:bg-sunken aria-[current=page]:font-[550] aria-[current=page]:text-ink";

/** Where one can go, and who one is. */
export function SideBar({ groups, content, onSearch, onKeys, onCollapse }: SideBarProps) {
  return (
    <div className="flex h-full flex-col gap-px px-2 py-3">
      <div className="flex items-center justify-between pb-2 pl-2.5">
        <span className="flex items-center gap-2 text-n font-bold tracking-[-0.01em]">
          <Logo />
          Perennial
        </span>
        <span className="flex">
          <IconButton icon={Search} label="Search and actions" keys="mod+k" onClick={onSearch} />
          {onCollapse && (
            <IconButton icon={PanelLeftClose} label="Hide the side bar" keys="[" onClick={onCollapse} />
          )}
        </span>
      </div>
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-px overflow-y-auto">
        {groups.map((group) => (
          <div key={group.title ?? ""} className="flex flex-col gap-px">
            {group.title && (
              <h2 className="mt-2.5 mb-0.5 px-2.5 text-xs font-medium text-ink-3">{group.title}</h2>
            )}
            {group.entries.map((entry) => (
              <Link
                key={entryKey(entry)}
                to={entry.path}
                {...(entry.search ? { search: entry.search as never } : {})}
                activeOptions={{ exact: entry.path === "/", includeSearch: entry.search !== undefined }}
                className={entryLook}
              >
                <span className="truncate">{entry.label}</span>
                {content.counts[entry.path] !== undefined && (
                  <span className="text-s font-normal text-ink-3">{content.counts[entry.path]}</span>
                )}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <div className="pt-2">
        <UserMenu content={content} onKeys={onKeys} />
      </div>
    </div>
  );
}
