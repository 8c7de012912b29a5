import { type Contact, contacts } from "@perennial/contract";
import { Navigate } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useProvenance } from "../../api/provenance.ts";
import { useCall } from "../../api/query.ts";
import { useRecordFacts } from "../../api/record-facts.ts";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { FactsList } from "../../ui/facts-list.tsx";
import { formatDate } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StandingAside } from "../../ui/standing-aside.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { ContactAccountsCard } from "./contact-accounts-card.tsx";

/** What other features know of a contact. */
type ContactCard = ComponentType<{ contact: Contact }>;
export type ContactCards = Readonly<
  Record<"identity" | "records" | "conversations" | "timeline", ContactCard>
>;

/** Everything about one person: who they are, the part they play at each account, what was said and what happened. */
export function ContactPage({ params, cards }: { params: { id: string }; cards: ContactCards }) {
  const isPast = usePast().asOf !== undefined;
  const { data: contact, error, refetch } = useCall(contacts.get, { params }, { live: ["contact"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!contact) return <Skeleton lines={10} />;
  // Merged into another: its old address leads to the survivor.
  if (contact.id !== params.id) return <Navigate to={`/contacts/${contact.id}`} replace />;
  return (
    <>
      <PageHeader
        title={contact.name ?? contact.email ?? "Contact"}
        crumbs={[
          { label: "Contacts", href: "/contacts" },
          ...contact.accounts
            .slice(0, 2)
            .map((link) => ({ label: link.accountName, href: `/accounts/${link.accountId}` })),
        ]}
        beside={<Standing contact={contact} />}
      />
      <StandingAside names={["Identity"]} />
      <div className="grid items-start gap-3.5 md:grid-cols-2 xl:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-3.5">
          <ContactAccountsCard contact={contact} />
          <ContactFactsCard contact={contact} />
          <cards.records contact={contact} />
          {!isPast && <cards.identity contact={contact} />}
        </div>
        <cards.conversations contact={contact} />
        <cards.timeline contact={contact} />
      </div>
    </>
  );
}

function Standing({ contact }: { contact: Contact }) {
  return (
    <>
      {contact.title && <span className="text-m text-ink-2">{contact.title}</span>}
      {contact.deactivatedOn && <Badge tone="bad">Left {formatDate(contact.deactivatedOn)}</Badge>}
      {contact.unsubscribedAt && <Badge tone="warn">Unsubscribed from automatic mail</Badge>}
    </>
  );
}

const leaveOut = ["unsubscribedAt"];
const refreshes = [contacts.get];

function ContactFactsCard({ contact }: { contact: Contact }) {
  const { row, facts, onCommit, error } = useRecordFacts({
    object: "contact",
    plural: "contacts",
    list: contacts.list,
    update: contacts.update,
    refreshes,
    id: contact.id,
    leaveOut,
  });
  const provenance = useProvenance("contact", contact.id);
  const { asOf } = usePast();
  return (
    <Card
      title="Facts"
      subtitle={asOf === undefined ? "Fields and traits, edited here" : "As they were then"}
    >
      {error && <ErrorState error={error} />}
      {!error && !row && <Skeleton lines={6} />}
      {row && (
        <FactsList
          label="Facts"
          row={row}
          rowId={(each) => each.id}
          facts={facts}
          onCommit={onCommit}
          provenance={asOf === undefined ? provenance : undefined}
        />
      )}
    </Card>
  );
}
