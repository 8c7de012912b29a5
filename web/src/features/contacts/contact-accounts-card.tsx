import { type Contact, contacts, stakeholderRoles } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatCount } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { roleLabel } from "./contacts-viewed.tsx";

type AccountLink = Contact["accounts"][number];

/** The accounts a contact belongs to, with the part they play in each, changed here. */
export function ContactAccountsCard({ contact }: { contact: Contact }) {
  const mayWrite = useMay("contacts.write");
  const write = useWrite(contacts.update, { refreshes: [contacts.get, contacts.list] });
  const setRole = (link: AccountLink, stakeholderRole: string | null, isUndo = false) =>
    write.mutate(
      { params: { id: contact.id }, body: { account: link.accountId, stakeholderRole } },
      {
        onSuccess: () => {
          if (isUndo) return;
          const title = `${contact.name ?? "The contact"} is ${roleLabel(stakeholderRole)?.toLowerCase() ?? "without a role"} at ${link.accountName}`;
          toast({ title, undo: () => setRole(link, link.stakeholderRole, true) });
        },
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  return (
    <Card title="Accounts" subtitle={formatCount(contact.accounts.length, "account")}>
      {contact.accounts.length === 0 && (
        <EmptyState compact title="At no account">
          Imports and identify calls link contacts to accounts.
        </EmptyState>
      )}
      <ul aria-label="Accounts">
        {contact.accounts.map((link) => (
          <li
            key={link.accountId}
            className="flex items-center justify-between gap-2 border-b border-line py-1.5 last:border-0"
          >
            <Link
              to={`/accounts/${link.accountId}`}
              className="min-w-0 truncate rounded-small font-medium hover:underline"
            >
              {link.accountName}
            </Link>
            {mayWrite ? (
              <Select
                aria-label={`Role at ${link.accountName}`}
                placeholder="No role"
                options={stakeholderRoles}
                value={(link.stakeholderRole ?? "") as ""}
                onValueChange={(role: string) => setRole(link, role === "" ? null : role)}
              />
            ) : (
              <span className="text-ink-2">{roleLabel(link.stakeholderRole) ?? "No role"}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
