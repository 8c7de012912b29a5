import { teammateStatuses } from "@perennial/contract";
import { Badge } from "../../ui/chip.tsx";

/** Whether a teammate can sign in, in a word. */
export function StatusBadge({ status }: { status: string | null }) {
  const known = teammateStatuses.find((each) => each.value === status);
  return <Badge tone={known?.tone ?? "neutral"}>{known?.label ?? status}</Badge>;
}
