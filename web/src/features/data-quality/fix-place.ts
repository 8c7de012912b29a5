import type { QualityRow } from "@perennial/contract";

/** Where a row of a check is put right. */
export function fixPlace({
  object,
  recordId,
  accountId,
}: QualityRow): { label: string; href: string } | undefined {
  if (object === "renewal" && recordId) return { label: "The renewal", href: `/renewals/${recordId}` };
  if (object === "contract" && recordId) return { label: "The contract", href: `/contracts/${recordId}` };
  if (object === "contact" && recordId) return { label: "The contact", href: `/contacts/${recordId}` };
  if (object === "event") return { label: "Event sources", href: "/settings/event-sources" };
  if (accountId) return { label: "The account", href: `/accounts/${accountId}` };
  return undefined;
}
