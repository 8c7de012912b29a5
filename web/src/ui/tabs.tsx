import { Tabs as RadixTabs } from "radix-ui";
import type { ReactNode } from "react";

type TabsProps<Id extends string> = {
  label: string;
  tabs: readonly { id: Id; title: ReactNode; count?: number }[];
  value: Id;
  onValueChange: (id: Id) => void;
  children: ReactNode;
};

/** Parts of one page, one at a time; keep `value` in the URL. Children show what `value` names. */
export function Tabs<Id extends string>({ label, tabs, value, onValueChange, children }: TabsProps<Id>) {
  return (
    <RadixTabs.Root value={value} onValueChange={(id) => onValueChange(id as Id)} activationMode="manual">
      <RadixTabs.List aria-label={label} className="mb-3 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <RadixTabs.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px h-8 border-b-2 border-transparent px-2 text-m whitespace-nowrap text-ink-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.title}
            {tab.count !== undefined && <span className="ml-1.5 font-normal text-ink-3">{tab.count}</span>}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      <RadixTabs.Content value={value}>{children}</RadixTabs.Content>
    </RadixTabs.Root>
  );
}
