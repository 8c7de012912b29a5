import {
  cadenceSteps,
  forecastPolicy,
  forecastRatings,
  renewalPolicies,
  renewalStages,
} from "@perennial/contract";
import { useMay } from "../../../api/me.ts";
import { useCall } from "../../../api/query.ts";
import { SettingsFrame } from "../../../ui/settings-frame.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { CadenceForm } from "./cadence-form.tsx";
import { ForecastPolicyCard } from "./forecast-policy-card.tsx";
import { PoliciesForm } from "./policies-form.tsx";
import { RatingsForm } from "./ratings-form.tsx";
import { StagesForm } from "./stages-form.tsx";

/** How the company works its renewals: stages, ratings, cadence, when they appear, whose likelihood counts. */
export function RenewalProcessPage() {
  const mayEdit = useMay("renewals.configure");
  const stages = useCall(renewalStages.read, {}, { live: ["renewal-stages"] });
  const ratings = useCall(forecastRatings.read, {}, { live: ["forecast-ratings"] });
  const policies = useCall(renewalPolicies.read, {}, { live: ["renewal-policies"] });
  const cadence = useCall(cadenceSteps.read, {}, { live: ["cadence-steps"] });
  const forecast = useCall(forecastPolicy.read, {}, { live: ["forecast-policy"] });
  const error = stages.error ?? ratings.error ?? policies.error ?? cadence.error ?? forecast.error;
  const isHere = stages.data && ratings.data && policies.data && cadence.data && forecast.data;
  return (
    <SettingsFrame
      title="Renewal process"
      intro="How renewals are worked and forecast. A change holds from now on; what was recorded before stays as it was."
    >
      {error && <ErrorState error={error} />}
      {!error && !isHere && <Skeleton lines={10} />}
      {isHere && (
        <div className="flex flex-col gap-4">
          <ForecastPolicyCard policy={forecast.data} mayEdit={mayEdit} />
          <CadenceForm key={keyOf(cadence.data)} steps={cadence.data.items} mayEdit={mayEdit} />
          <div className="grid items-start gap-4 2xl:grid-cols-2">
            <StagesForm key={keyOf(stages.data)} stages={stages.data.items} mayEdit={mayEdit} />
            <RatingsForm key={keyOf(ratings.data)} ratings={ratings.data.items} mayEdit={mayEdit} />
          </div>
          <PoliciesForm key={keyOf(policies.data)} policies={policies.data.items} mayEdit={mayEdit} />
        </div>
      )}
    </SettingsFrame>
  );
}

/** A draft begins anew when what is stored changes. */
const keyOf = (stored: object) => JSON.stringify(stored);
