import { searchRecords } from "@perennial/contract";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useDeferredValue, useState } from "react";
import { useCall } from "../../api/query.ts";
import { recordsAddress } from "../../features/custom-objects/records-address.ts";
import { type Action, useActions } from "../../ui/actions.ts";
import { KeyHint } from "../../ui/key-hint.tsx";

const item =
  "flex h-8 items-center gap-2 rounded-control px-2.5 text-m data-[selected=true]:bg-sunken [&>kbd]:ml-auto";
const group =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3";

/** `renewal` → `/renewals/$id` where such a page is registered. */
function pathOf(paths: readonly string[], object: string): string | undefined {
  const plural = object.endsWith("y") ? `${object.slice(0, -1)}ies` : `${object}s`;
  return paths.find((path) => new RegExp(`^/${plural}/\\$[a-zA-Z]+$`).test(path));
}

type Found = {
  id: string;
  object: string;
  title: string;
  subtitle?: string | null | undefined;
  href: string;
};

/** Records the server finds by the text, as far as there is a page to open them. */
function useRecords(text: string): readonly Found[] {
  const router = useRouter();
  const found = useCall(
    searchRecords,
    { query: { q: text, limit: 12 } },
    { enabled: text.length > 1, keepPrevious: true },
  );
  if (text.length < 2) return [];
  const paths = Object.keys(router.routesByPath);
  return (found.data?.items ?? []).flatMap((record) => {
    if (record.isCustom) return [{ ...record, href: recordsAddress(record.object, record.id) }];
    const path = pathOf(paths, record.object);
    return path ? [{ ...record, href: path.replace(/\$[a-zA-Z]+$/, record.id) }] : [];
  });
}

function Records({ records, onOpen }: { records: readonly Found[]; onOpen: (href: string) => void }) {
  return (
    <Command.Group heading="Records" className={group}>
      {records.map((record) => (
        <Command.Item
          key={record.id}
          value={`${record.object} ${record.id}`}
          onSelect={() => onOpen(record.href)}
          className={item}
        >
          <span className="truncate">{record.title}</span>
          <span className="truncate text-s text-ink-3">
            {record.object}
            {record.subtitle && ` · ${record.subtitle}`}
          </span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** Every word typed begins a word of the label. */
function isMeant(label: string, text: string): boolean {
  const words = label.toLowerCase().split(/\s+/);
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}

/** Any record, page or action, by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const actions = useActions();
  const [text, setText] = useState("");
  const records = useRecords(useDeferredValue(text.trim()));
  const groups = Map.groupBy(
    actions.filter((action) => action.run && action.keys !== "mod+k" && isMeant(action.label, text)),
    (action) => action.group,
  );
  const run = (action: Action) => {
    onClose();
    action.run?.();
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label="Search and actions"
      loop
      shouldFilter={false}
      overlayClassName="fixed inset-0 z-40 bg-shade"
      contentClassName="fixed top-[12dvh] left-1/2 z-40 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 animate-rise overflow-hidden rounded-card border border-line bg-surface shadow-lift outline-none"
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Find an account, a page or an action"
        className="h-11 w-full border-b border-line bg-transparent px-4 text-n outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-[min(420px,60dvh)] overflow-auto p-1.5">
        {records.length > 0 && (
          <Records
            records={records}
            onOpen={(href) => {
              onClose();
              void navigate({ to: href });
            }}
          />
        )}
        {[...groups].map(([heading, offered]) => (
          <Command.Group key={heading} heading={heading} className={group}>
            {offered.map((action) => (
              <Command.Item
                key={action.label}
                value={action.label}
                onSelect={() => run(action)}
                className={item}
              >
                <span className="grow truncate">{action.label}</span>
                {action.keys && <KeyHint keys={action.keys} />}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
      {records.length === 0 && groups.size === 0 && (
        <p role="status" className="px-3 py-6 text-center text-ink-2">
          Nothing is called like that.
        </p>
      )}
    </Command.Dialog>
  );
}
