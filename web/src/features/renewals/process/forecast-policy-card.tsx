import { forecastPolicy, getForecast, type LikelihoodFirst } from "@perennial/contract";
import { useWrite } from "../../../api/query.ts";
import { Card } from "../../../ui/card.tsx";
import { Select } from "../../../ui/select.tsx";
import { toast } from "../../../ui/toast.tsx";

const words: Readonly<Record<LikelihoodFirst, string>> = {
  people: "People first: typed, else the default of the rating, else the model’s",
  model: "The model first, else what people say",
};

/** Whose likelihood weighs the expected value. */
export function ForecastPolicyCard({
  policy,
  mayEdit,
}: {
  policy: { likelihoodFirst: LikelihoodFirst };
  mayEdit: boolean;
}) {
  const save = useWrite(forecastPolicy.write, {
    refreshes: [forecastPolicy.read, getForecast],
    onSuccess: ({ likelihoodFirst }) => {
      const before = policy.likelihoodFirst;
      toast({
        title: `Expected value: ${likelihoodFirst === "model" ? "the model first" : "people first"}`,
        undo: () => save.mutate({ body: { likelihoodFirst: before } }),
      });
    },
  });
  return (
    <Card
      title="Whose likelihood counts in the expected value?"
      subtitle="In the forecast, what changed, its course and the what-if, for today and for the past. Ratings and likelihoods stay as they are."
    >
      {mayEdit ? (
        <Select
          aria-label="Whose likelihood counts"
          options={(["people", "model"] as const).map((value) => ({ value, label: words[value] }))}
          value={policy.likelihoodFirst}
          onValueChange={(likelihoodFirst) =>
            likelihoodFirst !== policy.likelihoodFirst && save.mutate({ body: { likelihoodFirst } })
          }
        />
      ) : (
        <p className="text-m">{words[policy.likelihoodFirst]}</p>
      )}
      {save.error && (
        <p role="alert" className="mt-2 text-s text-bad">
          {save.error.message}
        </p>
      )}
    </Card>
  );
}
