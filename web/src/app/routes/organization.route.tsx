import type { Organization } from "@perennial/contract";
import { page } from "../page.ts";

/** An organization, with what other features know of it. */
export const organizationRoute = page({
  path: "/organizations/$id",
  title: "Organization",
  readsPast: true,
  load: async () => {
    const [
      { OrganizationPage },
      { OrganizationAccountsCard },
      { ConversationsCard },
      { OrganizationTimeline },
      { RecordsCards },
      { ScoreWhyPanel },
    ] = await Promise.all([
      import("../../features/organizations/organization-page.tsx"),
      import("../../features/accounts/organization-accounts-card.tsx"),
      import("../../features/conversations/conversations-card.tsx"),
      import("../../features/timeline/organization-timeline.tsx"),
      import("../../features/custom-objects/records-cards.tsx"),
      import("../../features/health/score-why-panel.tsx"),
    ]);
    const cards = {
      records: ({ organization: { id } }: { organization: Organization }) => (
        <RecordsCards owner={{ object: "organization", id }} />
      ),
      accounts: OrganizationAccountsCard,
      conversations: ({ organization }: { organization: Organization }) => (
        <ConversationsCard
          whose={{ organizationId: organization.id }}
          empty="Write to one of its accounts."
        />
      ),
      timeline: OrganizationTimeline,
    };
    return ({ params }: { params: { id: string } }) => (
      <ScoreWhyPanel>
        <OrganizationPage params={params} cards={cards} />
      </ScoreWhyPanel>
    );
  },
});
