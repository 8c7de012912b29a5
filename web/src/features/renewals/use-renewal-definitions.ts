import { forecastRatings, renewalStages, teammates } from "@perennial/contract";
import { useMemo } from "react";
import { useCall } from "../../api/query.ts";
import type { Option } from "../../ui/option-list.tsx";
import { ratingOption } from "./renewal-columns.ts";

/** What the cells of a renewal can hold: stages, ratings, owners. Those of a closed one are its outcome's, never chosen. */
export type Definitions = {
  stages: readonly (Option & { kind: "open" | "won" | "lost" })[];
  ratings: readonly Option[];
  teammates: readonly Option[];
};

/** Reads the definitions; empty lists until they are here. */
export function useRenewalDefinitions(): Definitions {
  const stages = useCall(renewalStages.read, {}, { live: ["renewal-stages"] });
  const ratings = useCall(forecastRatings.read, {}, { live: ["forecast-ratings"] });
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  return useMemo(
    () => ({
      stages: (stages.data?.items ?? []).map(({ slug, label, kind }) => ({
        value: slug,
        label,
        kind,
        isOffered: kind === "open",
      })),
      ratings: (ratings.data?.items ?? []).map((rating) => ({
        ...ratingOption(rating),
        isOffered: rating.slug !== "closed",
      })),
      teammates: (people.data?.items ?? []).map((person) => ({ value: person.id, label: person.name ?? "" })),
    }),
    [stages.data, ratings.data, people.data],
  );
}
