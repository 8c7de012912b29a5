import { getProvenance, type Provenance, pinField, unpinField } from "@perennial/contract";
import { useMemo } from "react";
import { useCall, useWrite } from "./query.ts";

/** Where the values of one record come from, by field slug, and the pin of each. */
export function useProvenance(object: string, id: string) {
  const { data, error, isPending } = useCall(getProvenance, { params: { object, id } }, { live: [object] });
  const byField = useMemo(
    () => new Map<string, Provenance>((data?.items ?? []).map((item) => [item.field, item])),
    [data],
  );
  const refreshes = [getProvenance];
  const pin = useWrite(pinField, { refreshes });
  const unpin = useWrite(unpinField, { refreshes });
  const setPinned = (field: string, isPinned: boolean) =>
    (isPinned ? pin : unpin).mutate({ params: { object, id, field } });
  return { byField, isPending, error, setPinned };
}
