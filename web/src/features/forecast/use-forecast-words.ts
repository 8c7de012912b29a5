import { forecastRatings, teammates } from "@perennial/contract";
import { useMemo } from "react";
import { useCall } from "../../api/query.ts";
import type { Option } from "../../ui/option-list.tsx";

export type Words = { ratings: readonly Option[]; teammates: readonly Option[] };

/** Labels of ratings and names of teammates, for what the API gives by slug and id. */
export function useForecastWords(): Words {
  const ratings = useCall(forecastRatings.read, {}, { live: ["forecast-ratings"] });
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  return useMemo(
    () => ({
      ratings: (ratings.data?.items ?? []).map(({ slug, label }) => ({ value: slug, label })),
      teammates: (people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? "" })),
    }),
    [ratings.data, people.data],
  );
}
