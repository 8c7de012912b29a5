import type { Account } from "@perennial/contract";
import { page } from "../page.ts";

/** The page of one renewal with the cards that features bring about its account. */
export const renewalRoute = page({
  path: "/renewals/$id",
  title: "Renewal",
  readsPast: true,
  load: async () => {
    const [{ RenewalPage }, subscriptions, work, mail, { AccountTimelineCard }, tasks, email] =
      await Promise.all([
        import("../../features/renewals/renewal-page.tsx"),
        import("../../features/subscriptions/account-subscriptions-card.tsx"),
        import("../../features/projects/account-projects-card.tsx"),
        import("../../features/conversations/conversations-card.tsx"),
        import("../../features/timeline/timeline-card.tsx"),
        import("../../features/projects/task-composer.tsx"),
        import("../../features/conversations/email-composer.tsx"),
      ]);
    const composers = [
      { id: "email", label: "E-mail", permission: "conversations.write", Composer: email.EmailComposer },
      { id: "task", label: "Task", permission: "tasks.write", Composer: tasks.TaskComposer },
    ] as const;
    const timeline = ({ account }: { account: Account }) => (
      <AccountTimelineCard account={account} composers={composers} />
    );
    const cards = [
      { name: "Subscriptions", Card: subscriptions.AccountSubscriptionsCard, readsPast: true },
      { name: "Projects", Card: work.AccountProjectsCard, readsPast: true },
      { name: "Conversations", Card: mail.AccountConversationsCard, readsPast: true },
    ];
    return ({ params }: { params: { id: string } }) => (
      <RenewalPage params={params} deck={{ cards, timeline }} />
    );
  },
});
