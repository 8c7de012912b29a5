import {
  type Account,
  accounts,
  endHealthOverride,
  explainAccount,
  type HealthScore,
  listHealthOverrides,
  overrideHealth,
} from "@perennial/contract";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { today } from "../../ui/clock.ts";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { toast } from "../../ui/toast.tsx";

/** What a person says the score is, beside what the model says, while that stands. */
export function OverrideNote({ account, score }: { account: Account; score: HealthScore }) {
  const own = account.scores[score.slug];
  const isSaid = own?.override !== null && own?.override !== undefined;
  const mayEnd = useMay("accounts.write");
  const list = useCall(
    listHealthOverrides,
    { params: { id: account.id } },
    { enabled: isSaid, live: ["account", "health-override"] },
  );
  const refreshes = [listHealthOverrides, explainAccount, accounts.get];
  const again = useWrite(overrideHealth, { refreshes });
  const params = { id: account.id, score: score.slug };
  const said = list.data?.items.find(
    (each) => each.score === score.slug && each.endedAt === null && each.expiresOn >= today().toString(),
  );
  const end = useWrite(endHealthOverride, {
    refreshes,
    onSuccess: ({ value, reason, expiresOn }) =>
      toast({
        title: "The model counts again",
        undo: () => again.mutate({ params, body: { value, reason, expiresOn } }),
      }),
  });
  if (!isSaid || !said) return null;
  const model = own.model === null ? "has too little data" : `says ${formatNumber(own.model, 1)}`;
  const isApart = own.model === null || own.model !== said.value;
  return (
    <div className="mb-2.5 rounded-control bg-sunken px-3 py-2 text-s">
      <p>
        <b className="font-medium">
          {said.givenBy} says {formatNumber(said.value, 1)}
        </b>
        {isApart ? `, the model ${model}` : ", and so does the model"}
      </p>
      <p className="text-ink-2">
        “{said.reason}” · until {formatDate(said.expiresOn)}
      </p>
      {mayEnd && (
        <Button
          variant="quiet"
          className="-ml-2.5"
          busy={end.isPending}
          onClick={() => end.mutate({ params })}
        >
          Let the model count
        </Button>
      )}
      {end.error && (
        <p role="alert" className="text-bad">
          {end.error.message}
        </p>
      )}
    </div>
  );
}
