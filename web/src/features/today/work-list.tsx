import { type WorkItem, workKinds } from "@perennial/contract";
import { Link, useNavigate } from "@tanstack/react-router";
import { AlarmClock, Check, Hand, type LucideIcon, Mail, NotebookPen, UserRound } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useMe } from "../../api/me.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { useAction } from "../../ui/actions.ts";
import { IconButton } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { cx } from "../../ui/class-names.ts";
import { today } from "../../ui/clock.ts";
import { formatDaysAway, formatMoneyShort, formatPercent } from "../../ui/format.ts";
import { Hover, Money } from "../../ui/values.tsx";
import { WorkDialog } from "./work-dialog.tsx";
import { canDo, doneWords, hrefOf, type WorkVerb } from "./work-verbs.ts";

const verbs: readonly { verb: WorkVerb; label: string; keys: string; icon: LucideIcon }[] = [
  { verb: "done", label: "Address", keys: "e", icon: Check },
  { verb: "snooze", label: "Put off", keys: "s", icon: AlarmClock },
  { verb: "reassign", label: "Give to somebody", keys: "a", icon: UserRound },
  { verb: "note", label: "Log a note", keys: "o", icon: NotebookPen },
  { verb: "hand", label: "Raise hand: ask the manager for help", keys: "h", icon: Hand },
];

type ListProps = { items: readonly WorkItem[]; showsOwner: boolean };

/** The queue: one row is the current one; keys move it and act on it, buttons act on any row. */
export function WorkList({ items, showsOwner }: ListProps) {
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState<{ item: WorkItem; verb: WorkVerb }>();
  const navigate = useNavigate();
  const current = items[Math.min(at, items.length - 1)];
  const move = (step: number) => setAt(Math.max(0, Math.min(items.length - 1, at + step)));
  const act = (verb: WorkVerb) => current && canDo(current.kind, verb) && setOpen({ item: current, verb });
  useAction({ label: "Next row", group: "Today", keys: "j", run: () => move(1) });
  useAction({ label: "Row before", group: "Today", keys: "k", run: () => move(-1) });
  useAction({ label: verbs[0]?.label ?? "", group: "Today", keys: "e", run: () => act("done") });
  useAction({ label: verbs[1]?.label ?? "", group: "Today", keys: "s", run: () => act("snooze") });
  useAction({ label: verbs[2]?.label ?? "", group: "Today", keys: "a", run: () => act("reassign") });
  useAction({ label: verbs[3]?.label ?? "", group: "Today", keys: "o", run: () => act("note") });
  useAction({ label: verbs[4]?.label ?? "", group: "Today", keys: "h", run: () => act("hand") });
  const write = (item: WorkItem | undefined) =>
    item && void navigate({ to: `/accounts/${item.accountId}`, search: { write: "email" } as never });
  useAction({ label: "Write an e-mail", group: "Today", keys: "m", run: () => write(current) });
  return (
    <>
      <ol aria-label="Queue" className="overflow-hidden rounded-card border border-line bg-surface">
        {items.map((item, index) => (
          <WorkRow
            key={`${item.kind}:${item.id}`}
            item={item}
            showsOwner={showsOwner}
            isCurrent={item === current}
            onPoint={() => setAt(index)}
            onVerb={(verb) => setOpen({ item, verb })}
            onWrite={() => write(item)}
          />
        ))}
      </ol>
      <p className="mt-2 text-s text-ink-3">
        J and K move, E addresses, S puts off, A gives to somebody, M writes an e-mail, O logs a note, H
        raises the hand.
      </p>
      {open && <WorkDialog {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

type RowProps = {
  item: WorkItem;
  showsOwner: boolean;
  isCurrent: boolean;
  onPoint: () => void;
  onVerb: (verb: WorkVerb) => void;
  onWrite: () => void;
};

function WorkRow({ item, showsOwner, isCurrent, onPoint, onVerb, onWrite }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  const people = useTeammateOptions();
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  const owner = people.find((person) => person.value === item.ownerId)?.label;
  return (
    <li
      ref={row}
      aria-current={isCurrent}
      onFocus={onPoint}
      onPointerDown={onPoint}
      className={cx(
        "flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-0",
        isCurrent && "bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]",
      )}
    >
      <div className="min-w-0 grow basis-64">
        <p className="flex min-w-0 items-center gap-2">
          <Badge tone={item.tone}>{workKinds.find((kind) => kind.value === item.kind)?.label}</Badge>
          <Link to={hrefOf(item)} className="truncate rounded-small font-medium hover:underline">
            {item.title}
          </Link>
        </p>
        <p className="truncate text-s text-ink-2">
          <Link
            to={`/accounts/${item.accountId}`}
            className="rounded-small text-ink underline decoration-line-strong underline-offset-2"
          >
            {item.accountName}
          </Link>
          {item.detail && ` · ${item.detail}`}
          {showsOwner && ` · ${owner ?? "nobody owns it"}`}
        </p>
      </div>
      <Factors item={item} />
      <span className={cx("w-24 text-right text-s", isLate(item) ? "text-bad" : "text-ink-3")}>
        {item.dueOn ? formatDaysAway(item.dueOn, today()) : "no day"}
      </span>
      <span className="flex">
        {verbs.map(({ verb, label, keys, icon }) =>
          canDo(item.kind, verb) ? (
            <IconButton
              key={verb}
              icon={icon}
              label={`${verb === "done" ? doneWords[item.kind] : label}: ${item.title}, ${item.accountName}`}
              keys={keys}
              onClick={() => onVerb(verb)}
            />
          ) : (
            // Its place stays empty, so that rows of all kinds line up.
            <span key={verb} className="w-[28px]" />
          ),
        )}
        <IconButton icon={Mail} label={`Write an e-mail: ${item.accountName}`} keys="m" onClick={onWrite} />
      </span>
    </li>
  );
}

function isLate({ dueOn }: WorkItem): boolean {
  return dueOn !== null && Temporal.PlainDate.compare(Temporal.PlainDate.from(dueOn), today()) < 0;
}

/** Why the row stands where it does. */
function Factors({ item }: { item: WorkItem }) {
  const currency = useMe().data?.company.currency ?? "USD";
  const factors = `${formatMoneyShort(item.arrAtStake, currency)} × ${formatPercent(item.chance, 0)} × ${item.urgency}`;
  return (
    <span className="w-44 text-right tabular-nums">
      <Hover text="ARR at stake × chance that acting now changes the outcome × urgency">
        <span className="text-s text-ink-2">{factors}</span>
      </Hover>{" "}
      <Money amount={String(item.priority)} currency={currency} />
    </span>
  );
}
