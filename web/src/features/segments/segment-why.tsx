import { explainAccount, type Segment } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { WhyPanel } from "../../ui/why-panel.tsx";

/** Why an account is in a segment, condition by condition. */
export function SegmentWhy({
  segment,
  account,
  onClose,
}: {
  segment: Segment;
  account: { id: string; name: string | null };
  onClose: () => void;
}) {
  const { data, error } = useCall(explainAccount, {
    params: { id: account.id },
    query: { of: `segment:${segment.slug}` },
  });
  return (
    <WhyPanel title={`${account.name}: ${segment.name}`} explanation={data} error={error} onClose={onClose} />
  );
}
