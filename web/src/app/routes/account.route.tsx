import { page } from "../page.ts";

/** The page of one account with the cards that features bring to its deck. */
export const accountRoute = page({
  path: "/accounts/$id",
  title: "Account",
  load: async () => {
    const [accounts, facts, renewals, subscriptions, contacts, tickets, timeline] = await Promise.all([
      import("../../features/accounts/account-page.tsx"),
      import("../../features/accounts/account-facts-card.tsx"),
      import("../../features/renewals/account-renewals-card.tsx"),
      import("../../features/subscriptions/account-subscriptions-card.tsx"),
      import("../../features/contacts/account-contacts-card.tsx"),
      import("../../features/tickets/account-tickets-card.tsx"),
      import("../../features/timeline/account-timeline-card.tsx"),
    ]);
    const deck = {
      left: [renewals.AccountRenewalsCard, subscriptions.AccountSubscriptionsCard, facts.AccountFactsCard],
      middle: [contacts.AccountContactsCard, tickets.AccountTicketsCard],
      right: [timeline.AccountTimelineCard],
    };
    return ({ params }: { params: { id: string } }) => <accounts.AccountPage params={params} deck={deck} />;
  },
});
