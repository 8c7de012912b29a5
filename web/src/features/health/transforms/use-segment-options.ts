import { listSegments } from "@perennial/contract";
import { useCall } from "../../../api/query.ts";

/** The segments of accounts, to choose from. */
export function useSegmentOptions(): { value: string; label: string }[] {
  const segments = useCall(listSegments, { query: {} }, { live: ["segment"] });
  return (segments.data?.items ?? [])
    .filter((segment) => segment.object === "account")
    .map((segment) => ({ value: segment.slug, label: segment.name }));
}
