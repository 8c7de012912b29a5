import { type Contact, contactTimeline } from "@perennial/contract";
import { page } from "../page.ts";

/** One person, with what other features know of them. */
export const contactRoute = page({
  path: "/contacts/$id",
  title: "Contact",
  readsPast: true,
  load: async () => {
    const [{ ContactPage }, { ConversationsCard }, { TimelineCard }, { IdentityCard }, { RecordsCards }] =
      await Promise.all([
        import("../../features/contacts/contact-page.tsx"),
        import("../../features/conversations/conversations-card.tsx"),
        import("../../features/timeline/timeline-card.tsx"),
        import("../../features/identity/identity-card.tsx"),
        import("../../features/custom-objects/records-cards.tsx"),
      ]);
    const cards = {
      records: ({ contact: { id } }: { contact: Contact }) => (
        <RecordsCards owner={{ object: "contact", id }} />
      ),
      identity: ({ contact }: { contact: Contact }) => (
        <IdentityCard
          object="contact"
          record={{ ...contact, name: contact.name ?? contact.email ?? "The contact" }}
        />
      ),
      conversations: ({ contact }: { contact: Contact }) => (
        <ConversationsCard whose={{ contactId: contact.id }} empty="Write to them from their account." />
      ),
      timeline: ({ contact }: { contact: Contact }) => (
        <TimelineCard
          endpoint={contactTimeline}
          id={contact.id}
          accountNames={new Map(contact.accounts.map((link) => [link.accountId, link.accountName]))}
        />
      ),
    };
    return ({ params }: { params: { id: string } }) => <ContactPage params={params} cards={cards} />;
  },
});
