import { listRootCauses } from "@perennial/contract";
import { useMemo } from "react";
import { useCall } from "../../api/query.ts";
import type { Option } from "../../ui/option-list.tsx";

/** Root causes as choices, under their categories. */
export function useRootCauses(): readonly (Option & { hint: string })[] {
  const found = useCall(listRootCauses, {});
  return useMemo(
    () =>
      (found.data?.items ?? []).map(({ slug, name, category }) => ({
        value: slug,
        label: name,
        hint: category,
      })),
    [found.data],
  );
}
