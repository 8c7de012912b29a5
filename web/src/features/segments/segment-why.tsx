import { explainMember, type Segment } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { WhyPanel } from "../../ui/why-panel.tsx";

/** Why a record is in a segment, condition by condition. */
export function SegmentWhy({
  segment,
  record,
  onClose,
}: {
  segment: Segment;
  record: { id: string; name: string | null };
  onClose: () => void;
}) {
  const { data, error } = useCall(explainMember, {
    params: { slug: segment.slug, id: record.id },
  });
  return (
    <WhyPanel title={`${record.name}: ${segment.name}`} explanation={data} error={error} onClose={onClose} />
  );
}
