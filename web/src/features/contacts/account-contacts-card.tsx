import { type Account, type Contact, contacts, stakeholderRoles } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { contactsOfAccount } from "../../api/contacts-of-account.ts";
import { usePages } from "../../api/query.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { cx } from "../../ui/class-names.ts";
import { formatDate } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { roleLabel } from "./contacts-viewed.tsx";

const shownAtFirst = 8;

/** The people at the account with the part each plays: who decides first, who left struck through. */
export function AccountContactsCard({ account }: { account: Account }) {
  const [isWhole, setWhole] = useState(false);
  const filter = contactsOfAccount(account.id);
  const list = usePages(contacts.list, { query: { filter, limit: 200 } }, { live: ["contact"] });
  const roleOf = (contact: Contact) =>
    contact.accounts.find((link) => link.accountId === account.id)?.stakeholderRole ?? null;
  const place = (contact: Contact) => {
    const at = stakeholderRoles.findIndex((role) => role.value === roleOf(contact));
    return at < 0 ? stakeholderRoles.length : at;
  };
  // Read as of a day, somebody may have come to the account later.
  const there = list.rows.filter((each) => each.accounts.some((link) => link.accountId === account.id));
  const people = there.toSorted((a, b) => place(a) - place(b));
  return (
    <Card title="People" subtitle={`Stakeholders at ${account.name}`}>
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={5} />}
      {!list.isPending && !list.error && people.length === 0 && (
        <EmptyState compact title="Nobody is known here yet">
          Import contacts, or send them with identify calls.
        </EmptyState>
      )}
      <ul aria-label="People">
        {(isWhole ? people : people.slice(0, shownAtFirst)).map((contact) => (
          <PersonLine key={contact.id} contact={contact} role={roleOf(contact)} />
        ))}
      </ul>
      {people.length > shownAtFirst && !isWhole && (
        <Button variant="quiet" className="mt-1" onClick={() => setWhole(true)}>
          {people.length - shownAtFirst} more
        </Button>
      )}
    </Card>
  );
}

function PersonLine({ contact, role }: { contact: Contact; role: string | null }) {
  const name = contact.name ?? contact.email ?? "Contact";
  const isWeighty = role === "decision-maker" || role === "champion" || role === "sponsor";
  const left = contact.deactivatedOn;
  return (
    <li className="flex items-center gap-2 border-b border-line py-1.5 last:border-0">
      <Avatar name={name} size={24} nameBeside />
      <div className="min-w-0 grow">
        <p className="flex items-center justify-between gap-2">
          <Link
            to={`/contacts/${contact.id}`}
            className={cx(
              "min-w-0 truncate rounded-small font-medium hover:underline",
              left && "text-ink-3 line-through",
            )}
          >
            {name}
          </Link>
          {left ? (
            <Badge tone="bad">{`${roleLabel(role) ?? "Contact"} left ${formatDate(left)}`}</Badge>
          ) : (
            role && <Badge tone={isWeighty ? "accent" : "neutral"}>{roleLabel(role)}</Badge>
          )}
        </p>
        <p className="truncate text-s text-ink-3">
          {[contact.title, contact.email].filter(Boolean).join(" · ")}
        </p>
      </div>
    </li>
  );
}
