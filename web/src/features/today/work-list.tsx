import type { Indicator, WorkItem } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ComponentType, useCallback, useMemo, useRef, useState } from "react";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { useAction } from "../../ui/actions.ts";
import { today } from "../../ui/clock.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { GroupRow } from "./group-row.tsx";
import { RaiseHandDialog } from "./raise-hand-dialog.tsx";
import type { RowVerb } from "./row-verbs.ts";
import { useCurrentRow } from "./use-current-row.ts";
import { WorkDialog } from "./work-dialog.tsx";
import { WorkKeys } from "./work-keys.tsx";
import { type Grouping, keyOfWork, workLines } from "./work-lines.ts";
import { WorkRow } from "./work-row.tsx";
import { canDoNow, hrefOf } from "./work-verbs.ts";

/** The dialog that turns an indicator into something else: the page lends it, indicators own it. */
export type TurnDialogLent = ComponentType<{
  indicator: Pick<Indicator, "id" | "accountName" | "name" | "ownerId" | "dueOn" | "message">;
  onClose: () => void;
}>;
type ListProps = {
  items: readonly WorkItem[];
  showsOwner: boolean;
  grouping: Grouping;
  TurnDialog: TurnDialogLent;
};
type Acting = { items: readonly WorkItem[]; verb: Exclude<RowVerb, "email"> };

/** The queue: one row is the current one; keys move it and act on it, buttons act on any row, the bar on those selected. */
export function WorkList({ items, showsOwner, grouping, TurnDialog }: ListProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [acting, setActing] = useState<Acting>();
  const navigate = useNavigate();
  const people = useTeammateOptions();
  const names = useMemo(() => new Map(people.map(({ value, label }) => [value, label])), [people]);
  const ownerName = useCallback(
    (id: string | null) => (id === null ? "nobody owns it" : (names.get(id) ?? "somebody who left")),
    [names],
  );
  const lines = useMemo(
    () => workLines(items, grouping, folded, ownerName),
    [items, grouping, folded, ownerName],
  );
  const rows = useMemo(() => lines.flatMap((line) => (line.kind === "row" ? [line.item] : [])), [lines]);
  const { current, place, go, point } = useCurrentRow(rows);
  const list = useRef<HTMLOListElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (at) => (lines[at]?.kind === "group" ? 37 : 56),
    getItemKey: (at) => keyOfLine(lines, at),
    overscan: 12,
    scrollMargin: list.current?.offsetTop ?? 0,
    // The bar of selected rows and the window's edge must not hide the current row.
    scrollPaddingEnd: 80,
    scrollPaddingStart: 60,
  });
  const move = (to: number) => {
    const next = rows[go(to)];
    const at = lines.findIndex((line) => line.kind === "row" && line.item === next);
    if (at >= 0) virtualizer.scrollToIndex(at);
  };
  const select = useCallback((some: readonly WorkItem[], isOn: boolean) => {
    setSelected((before) => {
      const keys = some.map(keyOfWork);
      return isOn ? before.union(new Set(keys)) : before.difference(new Set(keys));
    });
  }, []);
  const selectOne = useCallback((item: WorkItem, isOn: boolean) => select([item], isOn), [select]);
  const act = useCallback(
    (item: WorkItem, verb: RowVerb) => {
      if (verb === "email")
        void navigate({ to: `/accounts/${item.accountId}`, search: { write: "email" } as never });
      else if (verb === "hand" || canDoNow(item, verb, today())) setActing({ items: [item], verb });
    },
    [navigate],
  );
  const chosen = useMemo(() => items.filter((item) => selected.has(keyOfWork(item))), [items, selected]);
  const close = (isDone: boolean) => {
    setActing(undefined);
    if (isDone && acting && acting.items.length > 1) setSelected(new Set());
  };
  useAction({ label: "Next row", group: "Today", keys: "j", run: () => move(place + 1) });
  useAction({ label: "Row before", group: "Today", keys: "k", run: () => move(place - 1) });
  return (
    <>
      {current && (
        <WorkKeys
          onVerb={(verb) => act(current, verb)}
          onOpen={() => void navigate({ to: hrefOf(current) })}
          onSelect={() => selectOne(current, !selected.has(keyOfWork(current)))}
        />
      )}
      <div className="overflow-hidden rounded-card border border-line bg-surface">
        <ol
          ref={list}
          aria-label="Queue"
          className="relative -mb-px"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const line = lines[index];
            if (!line) return null;
            return (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-setsize={lines.length}
                aria-posinset={index + 1}
                {...(line.kind === "row"
                  ? { onFocus: () => point(line.item), onPointerDown: () => point(line.item) }
                  : {})}
                aria-current={line.kind === "row" && line.item === current}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
              >
                {line.kind === "group" ? (
                  <GroupRow
                    group={line.group}
                    isFolded={folded.has(line.group.key)}
                    selectedCount={line.group.items.filter((item) => selected.has(keyOfWork(item))).length}
                    onFold={() =>
                      setFolded((before) => before.symmetricDifference(new Set([line.group.key])))
                    }
                    onSelect={(isOn) => select(line.group.items, isOn)}
                  />
                ) : (
                  <WorkRow
                    item={line.item}
                    owner={showsOwner && grouping !== "owner" ? ownerName(line.item.ownerId) : null}
                    isCurrent={line.item === current}
                    isSelected={selected.has(keyOfWork(line.item))}
                    onSelect={selectOne}
                    onVerb={act}
                  />
                )}
              </li>
            );
          })}
        </ol>
      </div>
      {chosen.length > 0 && (
        <BulkBar
          items={chosen}
          onVerb={(verb, suited) => setActing({ items: suited, verb })}
          onClear={() => setSelected(new Set())}
        />
      )}
      {acting && <ActingDialog acting={acting} onClose={close} TurnDialog={TurnDialog} />}
    </>
  );
}

function keyOfLine(lines: ReturnType<typeof workLines>, at: number): string {
  const line = lines[at];
  if (!line) return String(at);
  return line.kind === "group" ? `group:${line.group.key}` : keyOfWork(line.item);
}

function ActingDialog({
  acting: { items, verb },
  onClose,
  TurnDialog,
}: {
  acting: Acting;
  onClose: (isDone: boolean) => void;
  TurnDialog: TurnDialogLent;
}) {
  const [item] = items;
  if (!item) return null;
  if (verb === "hand") {
    const account = { id: item.accountId, name: item.accountName };
    return <RaiseHandDialog account={account} onClose={() => onClose(false)} />;
  }
  if (verb === "turn") {
    const { id, accountName, title: name, ownerId, dueOn, detail } = item;
    const indicator = { id, accountName, name, ownerId, dueOn, message: detail };
    return <TurnDialog indicator={indicator} onClose={() => onClose(false)} />;
  }
  return <WorkDialog items={items} verb={verb} onClose={onClose} />;
}
