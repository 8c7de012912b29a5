import { type Account, type Contact, contacts, stakeholderRoles } from "@perennial/contract";
import { usePages } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState } from "../../ui/states.tsx";

/** The people at the account with the part each plays. */
export function AccountContactsCard({ account }: { account: Account }) {
  const where = { subject: "id", op: "is-any-of", value: [account.id] };
  const filter = JSON.stringify({ related: "accounts", quantifier: { kind: "any" }, where });
  const list = usePages(contacts.list, { query: { filter, limit: 200 } }, { live: ["contact"] });
  const roleOf = (contact: Contact) =>
    contact.accounts.find((link) => link.accountId === account.id)?.stakeholderRole ?? null;
  const order = (contact: Contact) => stakeholderRoles.findIndex((role) => role.value === roleOf(contact));
  const columns: GridColumn<Contact>[] = [
    {
      id: "name",
      type: "readonly",
      title: "Name",
      width: 132,
      render: (contact) => (
        <span className={contact.deactivatedOn ? "text-ink-3 line-through" : ""}>
          {contact.name ?? contact.email}
        </span>
      ),
    },
    {
      id: "role",
      type: "select",
      title: "Role",
      width: 112,
      options: [...stakeholderRoles],
      value: roleOf,
      render: (contact, value) =>
        contact.deactivatedOn ? (
          <Badge tone="bad">left</Badge>
        ) : (
          stakeholderRoles.find((role) => role.value === value)?.label
        ),
    },
    { id: "title", type: "text", title: "Title", width: 106 },
    { id: "email", type: "text", title: "E-mail", width: 220 },
  ];
  return (
    <Card title="People" subtitle={`Stakeholders at ${account.name}`}>
      <DataGrid
        label="People"
        columns={columns}
        rows={[...list.rows].sort((a, b) => order(a) - order(b))}
        rowId={(contact) => contact.id}
        isLoading={list.isPending}
        height={260}
        empty={
          <EmptyState title="Nobody is known here yet">
            Import contacts, or send them with identify calls.
          </EmptyState>
        }
      />
    </Card>
  );
}
