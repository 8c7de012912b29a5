import { type WorkItem, workKinds } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Mail } from "lucide-react";
import { memo } from "react";
import { useMe } from "../../api/me.ts";
import { IconButton } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { cx } from "../../ui/class-names.ts";
import { today } from "../../ui/clock.ts";
import { formatDaysAway, formatMoneyShort, formatPercent } from "../../ui/format.ts";
import { Hover, Money } from "../../ui/values.tsx";
import { type RowVerb, rowVerbs } from "./row-verbs.ts";
import { canDoNow, doneWords, hrefOf } from "./work-verbs.ts";

type RowProps = {
  item: WorkItem;
  /** Whose it is, where the queue is not one's own. */
  owner: string | null;
  isCurrent: boolean;
  isSelected: boolean;
  onSelect: (item: WorkItem, isSelected: boolean) => void;
  onVerb: (item: WorkItem, verb: RowVerb) => void;
};

/** One thing that waits, why it stands there, and what can be done about it. */
export const WorkRow = memo(function WorkRow({ item, owner, isCurrent, isSelected, ...on }: RowProps) {
  return (
    <div
      className={cx(
        "flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2",
        isCurrent && "bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]",
      )}
    >
      <Checkbox
        hideLabel
        label={`Select ${item.title}, ${item.accountName}`}
        checked={isSelected}
        onCheckedChange={(isOn) => on.onSelect(item, isOn)}
      />
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
          {owner !== null && ` · ${owner}`}
        </p>
      </div>
      <Factors item={item} />
      <span className={cx("w-24 text-right text-s", isLate(item) ? "text-bad" : "text-ink-3")}>
        {item.dueOn ? formatDaysAway(item.dueOn, today()) : "no day"}
      </span>
      <span className="flex">
        {rowVerbs.map(({ verb, label, keys, icon }) =>
          verb === "hand" || canDoNow(item, verb, today()) ? (
            <IconButton
              key={verb}
              icon={icon}
              label={`${verb === "done" ? doneWords[item.kind] : label}: ${item.title}, ${item.accountName}`}
              keys={keys}
              onClick={() => on.onVerb(item, verb)}
            />
          ) : (
            // Its place stays empty, so that rows of all kinds line up.
            <span key={verb} className="w-[28px]" />
          ),
        )}
        <IconButton
          icon={Mail}
          label={`Write an e-mail: ${item.accountName}`}
          keys="m"
          onClick={() => on.onVerb(item, "email")}
        />
      </span>
    </div>
  );
});

function isLate({ dueOn }: WorkItem): boolean {
  return dueOn !== null && Temporal.PlainDate.compare(Temporal.PlainDate.from(dueOn), today()) < 0;
}

/** Why the row stands where it does. */
function Factors({ item }: { item: WorkItem }) {
  const currency = useMe().data?.company.currency ?? "USD";
  const factors = `${formatMoneyShort(item.arrAtStake, currency)} × ${formatPercent(item.chance, 0)} × ${item.urgency}`;
  return (
    <span className="flex w-40 flex-col items-end tabular-nums">
      <Money amount={String(item.priority)} currency={currency} />
      <Hover text="ARR at stake × chance that acting now changes the outcome × urgency">
        <span className="text-s text-ink-2">{factors}</span>
      </Hover>
    </span>
  );
}
