import type { CustomObject, CustomRecord } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useAccountOptions } from "../../api/account-options.ts";
import { endpointsOf } from "../../api/custom-endpoints.ts";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { formatCount } from "../../ui/format.ts";
import { toast } from "../../ui/toast.tsx";

/** The accounts of a record that may have any number of them. */
export function RecordAccountsCard({ object, record }: { object: CustomObject; record: CustomRecord }) {
  const mayWrite = useMay("custom-objects.write") && object.mirrorOf === null && record.archivedAt === null;
  const { update, get, list } = endpointsOf(object.slug);
  const write = useWrite(update, { refreshes: [get, list] });
  const search = useAccountOptions();
  const links = record.accounts ?? [];
  const ids = links.map((link) => link.accountId);
  const save = (accountIds: readonly string[], title: string, isUndo = false) =>
    write.mutate({ params: { id: record.id }, body: { accountIds } } as never, {
      onSuccess: () => !isUndo && toast({ title, undo: () => save(ids, "", true) }),
      onError: (error) => toast({ title: error.message, tone: "bad" }),
    });
  return (
    <Card title="Accounts" subtitle={formatCount(links.length, "account")}>
      <ul aria-label="Accounts">
        {links.map(({ accountId, accountName }) => (
          <li
            key={accountId}
            className="flex items-center justify-between gap-2 border-b border-line py-1.5 last:border-0"
          >
            <Link to={`/accounts/${accountId}`} className="min-w-0 truncate font-medium hover:underline">
              {accountName}
            </Link>
            {mayWrite && links.length > 1 && (
              <IconButton
                icon={X}
                label={`Unlink ${accountName}`}
                onClick={() =>
                  save(
                    ids.filter((id) => id !== accountId),
                    `${record.name} no longer belongs to ${accountName}`,
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <Combobox
          label="Link another account"
          placeholder="Link another account"
          className="mt-2"
          options={search.options.filter(({ value }) => !ids.includes(value))}
          onSearch={search.onSearch}
          value={null}
          onValueChange={(id) => {
            const name = search.options.find(({ value }) => value === id)?.label;
            if (id) save([...ids, id], `${record.name} belongs to ${name} too`);
          }}
        />
      )}
    </Card>
  );
}
