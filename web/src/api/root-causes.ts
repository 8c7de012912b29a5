import { listRootCauses } from "@perennial/contract";
import { useMemo } from "react";
import type { Option } from "../ui/option-list.tsx";
import { useCall } from "./query.ts";

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
