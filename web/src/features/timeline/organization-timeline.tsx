import { accounts, type Organization, organizationTimeline } from "@perennial/contract";
import { useMemo } from "react";
import { usePages } from "../../api/query.ts";
import { TimelineCard } from "./timeline-card.tsx";

/** What happened with an organization's accounts; each happening names its account. */
export function OrganizationTimeline({ organization }: { organization: Organization }) {
  const filter = JSON.stringify({ subject: "organizationId", op: "is-any-of", value: [organization.id] });
  const list = usePages(accounts.list, { query: { filter, limit: 500 } }, { live: ["account"] });
  const names = useMemo(
    () => new Map(list.rows.map((account) => [account.id, account.name ?? "Account"])),
    [list.rows],
  );
  return <TimelineCard endpoint={organizationTimeline} id={organization.id} accountNames={names} />;
}
