import { ChevronDown, ChevronRight } from "lucide-react";
import { useMe } from "../../api/me.ts";
import { IconButton } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Money } from "../../ui/values.tsx";
import type { WorkGroup } from "./work-lines.ts";

type GroupProps = {
  group: WorkGroup;
  isFolded: boolean;
  selectedCount: number;
  onFold: () => void;
  onSelect: (isSelected: boolean) => void;
};

/** The heading of one group: what it is worth, and one tick for all of its rows. */
export function GroupRow({ group, isFolded, selectedCount, onFold, onSelect }: GroupProps) {
  const currency = useMe().data?.company.currency ?? "USD";
  const isAll = selectedCount === group.items.length;
  return (
    <div className="flex items-center gap-3 border-b border-line bg-sunken px-3 py-1">
      <Checkbox
        hideLabel
        label={`Select all of ${group.label}`}
        checked={isAll}
        mixed={selectedCount > 0 && !isAll}
        onCheckedChange={onSelect}
      />
      <IconButton
        icon={isFolded ? ChevronRight : ChevronDown}
        label={`${isFolded ? "Unfold" : "Fold"} ${group.label}`}
        aria-expanded={!isFolded}
        onClick={onFold}
      />
      <span className="min-w-0 grow truncate font-medium">{group.label}</span>
      <span className="text-s text-ink-2">{group.items.length} to do</span>
      <Money amount={String(group.priority)} currency={currency} />
    </div>
  );
}
