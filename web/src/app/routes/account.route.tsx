import type { Account } from "@perennial/contract";
import { page } from "../page.ts";

/** The page of one account with the cards that features bring to its deck. */
export const accountRoute = page({
  path: "/accounts/$id",
  title: "Account",
  readsPast: true,
  load: async () => {
    const [
      { AccountPage },
      facts,
      health,
      healthHistory,
      pulse,
      renewal,
      renewals,
      contracts,
      subscriptions,
      contacts,
      tickets,
      meetings,
      { AccountTimelineCard },
      work,
      tasks,
      mail,
      email,
      { AccountIndicatorsCard },
      risks,
      { IdentityCard },
      { RecordsCards },
      { WorkDialog },
      { RaiseHandButton },
    ] = await Promise.all([
      import("../../features/accounts/account-page.tsx"),
      import("../../features/accounts/account-facts-card.tsx"),
      import("../../features/health/account-health-card.tsx"),
      import("../../features/health/account-health-history-card.tsx"),
      import("../../features/health/account-pulse-card.tsx"),
      import("../../features/renewals/account-renewal-card.tsx"),
      import("../../features/renewals/account-renewals-card.tsx"),
      import("../../features/contracts/account-contracts-card.tsx"),
      import("../../features/subscriptions/account-subscriptions-card.tsx"),
      import("../../features/contacts/account-contacts-card.tsx"),
      import("../../features/tickets/account-tickets-card.tsx"),
      import("../../features/meetings/account-meetings-card.tsx"),
      import("../../features/timeline/timeline-card.tsx"),
      import("../../features/projects/account-projects-card.tsx"),
      import("../../features/projects/task-composer.tsx"),
      import("../../features/conversations/conversations-card.tsx"),
      import("../../features/conversations/email-composer.tsx"),
      import("../../features/indicators/account-indicators-card.tsx"),
      import("../../features/risks/account-risks-card.tsx"),
      import("../../features/identity/identity-card.tsx"),
      import("../../features/custom-objects/records-cards.tsx"),
      import("../../features/today/work-dialog.tsx"),
      import("../../features/today/raise-hand-button.tsx"),
    ]);
    const composers = [
      { id: "email", label: "E-mail", permission: "conversations.write", Composer: email.EmailComposer },
      { id: "task", label: "Task", permission: "tasks.write", Composer: tasks.TaskComposer },
    ] as const;
    const Timeline = ({ account }: { account: Account }) => (
      <AccountTimelineCard account={account} composers={composers} />
    );
    const Identity = ({ account }: { account: Account }) => (
      <IdentityCard object="account" record={{ ...account, name: account.name ?? "The account" }} />
    );
    const Records = ({ account: { id } }: { account: Account }) => (
      <RecordsCards owner={{ object: "account", id }} />
    );
    const Indicators = ({ account }: { account: Account }) => (
      <AccountIndicatorsCard account={account} WorkDialog={WorkDialog} />
    );
    const deck = {
      left: [
        { name: "Why health", Card: health.AccountHealthCard, readsPast: true },
        { name: "Indicators", Card: Indicators, readsPast: true },
        { name: "Health over time", Card: healthHistory.AccountHealthHistoryCard, readsPast: true },
        { name: "Projects", Card: work.AccountProjectsCard, readsPast: true },
        { name: "Conversations", Card: mail.AccountConversationsCard, readsPast: true },
        { name: "Meetings", Card: meetings.AccountMeetingsCard, readsPast: true },
        { name: "Tickets", Card: tickets.AccountTicketsCard, readsPast: true },
        { name: "Facts", Card: facts.AccountFactsCard, readsPast: true },
      ],
      right: [
        { name: "Renewal", Card: renewal.AccountRenewalCard, readsPast: true },
        { name: "Pulse", Card: pulse.AccountPulseCard, readsPast: true },
        { name: "Risks", Card: risks.AccountRisksCard, readsPast: true },
        { name: "People", Card: contacts.AccountContactsCard, readsPast: true },
        { name: "Identity", Card: Identity },
      ],
      wide: [
        { name: "Renewals", Card: renewals.AccountRenewalsCard, readsPast: true },
        { name: "Contracts", Card: contracts.AccountContractsCard, readsPast: true },
        { name: "Subscriptions", Card: subscriptions.AccountSubscriptionsCard, readsPast: true },
        { name: "Custom objects", Card: Records, readsPast: true },
      ],
      timeline: { name: "Timeline", Card: Timeline, readsPast: true },
    };
    return ({ params }: { params: { id: string } }) => (
      <AccountPage params={params} deck={deck} Help={RaiseHandButton} />
    );
  },
});
