import { forecastRatings, getForecast } from "@perennial/contract";
import type { CallResult } from "../../../api/client.ts";
import { useWrite } from "../../../api/query.ts";
import { Checkbox } from "../../../ui/choice.tsx";
import { Input } from "../../../ui/input.tsx";
import { toast } from "../../../ui/toast.tsx";
import { DefinitionsForm, withSlugs } from "./definitions-form.tsx";
import { NumberInput } from "./number-input.tsx";

type Rating = CallResult<typeof forecastRatings.read>["items"][number];

/** The ratings people forecast by, each with the likelihood it stands for. */
export function RatingsForm({ ratings, mayEdit }: { ratings: readonly Rating[]; mayEdit: boolean }) {
  const save = useWrite(forecastRatings.write, {
    refreshes: [forecastRatings.read, getForecast],
    onSuccess: () =>
      toast({ title: "Ratings saved", undo: () => save.mutate({ body: { items: [...ratings] } }) }),
  });
  return (
    <DefinitionsForm<Rating>
      title="Forecast ratings"
      subtitle="The best first. A likelihood typed for a renewal counts before the default of its rating"
      noun="rating"
      stored={ratings}
      blank={{ slug: "", label: "", defaultLikelihood: 0.5, isForecast: true }}
      mayEdit={mayEdit}
      save={{ ...save, mutate: (items) => save.mutate({ body: { items: withSlugs(items) } }) }}
      nameOf={({ label }, at) => label || `rating ${at + 1}`}
      row={(rating, change, at) => (
        <>
          <span className="w-44">
            <Input
              aria-label={`Name of rating ${at + 1}`}
              readOnly={!mayEdit}
              value={rating.label}
              onChange={(event) => change({ label: event.target.value })}
            />
          </span>
          <NumberInput
            label={`Default likelihood of ${rating.label || `rating ${at + 1}`}`}
            unit="%"
            readOnly={!mayEdit}
            value={
              rating.defaultLikelihood === null ? null : Math.round(rating.defaultLikelihood * 1000) / 10
            }
            onChange={(percent) => change({ defaultLikelihood: percent === null ? null : percent / 100 })}
          />
          <Checkbox
            label="Counts"
            disabled={!mayEdit}
            checked={rating.isForecast}
            onCheckedChange={(isForecast) => change({ isForecast })}
          />
        </>
      )}
    />
  );
}
