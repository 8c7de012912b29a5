import type { QualityRow } from "@perennial/contract";

/** The pages where things are put right that have one each. */
const pages: Readonly<Record<string, { label: string; path: string }>> = {
  renewal: { label: "The renewal", path: "/renewals" },
  contract: { label: "The contract", path: "/contracts" },
  contact: { label: "The contact", path: "/contacts" },
  organization: { label: "The organization", path: "/organizations" },
};

/** The settings where things are put right that have no page of their own. */
const settings: Readonly<Record<string, { label: string; href: string }>> = {
  event: { label: "Event sources", href: "/settings/event-sources" },
  "event-source": { label: "Event sources", href: "/settings/event-sources" },
  "api-key": { label: "API keys", href: "/settings/api-keys" },
  metric: { label: "Metrics", href: "/settings/metrics" },
  trait: { label: "Traits", href: "/settings/traits" },
  import: { label: "Imports", href: "/imports" },
};

/** Where a row of a check is put right. */
export function fixPlace({
  object,
  recordId,
  accountId,
}: QualityRow): { label: string; href: string } | undefined {
  const page = pages[object];
  if (page && recordId) return { label: page.label, href: `${page.path}/${recordId}` };
  if (settings[object]) return settings[object];
  if (accountId) return { label: "The account", href: `/accounts/${accountId}` };
  if (recordId) return { label: "The record", href: `/records?object=${object}&id=${recordId}` };
  return undefined;
}
