import { type Account, type HealthScore, healthTrend, listHealthScores } from "@perennial/contract";
import { useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import { timeZone, today } from "../../ui/clock.ts";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { HealthChanges } from "./health-changes.tsx";
import { scoreByDay } from "./health-days.ts";

const windows = ["30", "90", "180", "365"] as const;
const cardState = z.object({ healthDays: z.enum(windows).default("90").catch("90") });
const shownChanges = 5;

/** How the account's primary score went over a window one chooses, and what moved it. */
export function AccountHealthHistoryCard({ account }: { account: Account }) {
  const mayRead = useMay("health-scores.read");
  const scores = useCall(listHealthScores, {}, { live: ["health-score"], enabled: mayRead });
  const score = scores.data?.items.find((each) => each.isPrimary) ?? scores.data?.items[0];
  if (!mayRead || !score) return null;
  return <History account={account} score={score} />;
}

function History({ account, score }: { account: Account; score: HealthScore }) {
  const [{ healthDays }, change] = useUrlState(cardState);
  const [day, setDay] = useState<string>();
  const to = today();
  const from = to.subtract({ days: Number(healthDays) - 1 });
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone()).toInstant();
  const trend = useCall(
    healthTrend,
    {
      params: { slug: score.slug },
      query: {
        accountId: account.id,
        from: startOf(from).toString(),
        to: startOf(to.add({ days: 1 }))
          .subtract({ milliseconds: 1 })
          .toString(),
      },
    },
    { live: ["account"], keepPrevious: true },
  );
  if (trend.error) return <ErrorState error={trend.error} onRetry={() => trend.refetch()} />;
  const changes = trend.data?.items ?? [];
  const standing = account.scores[score.slug]?.value ?? null;
  const points = scoreByDay({ from, to, timeZone: timeZone() }, changes, standing);
  const first = points.find((point) => point.value !== null)?.value ?? null;
  const last = points.at(-1)?.value ?? null;
  const ofDay = day === undefined ? changes.slice(-shownChanges) : changesOf(changes, day);
  return (
    <div className="flex flex-col gap-3.5">
      <Chart
        title={titleOf(first, last)}
        subtitle={`${score.name}, 0 to 100, at the end of each day; a point tells what moved it`}
        kind="line"
        range={{ min: 0, max: 100 }}
        categories={points.map((point) => formatDate(point.on))}
        series={[{ name: score.name, colour: 1, values: points.map((point) => point.value) }]}
        onDrill={({ categoryAt }) => setDay(points[categoryAt]?.on)}
        height={160}
        empty="No score was kept in this window."
        actions={
          <Select
            aria-label="Window of the score"
            options={windows.map((days) => ({ value: days, label: `${days} days` }))}
            value={healthDays}
            onValueChange={(days) => {
              setDay(undefined);
              change({ healthDays: days });
            }}
          />
        }
      />
      <Card
        title={day === undefined ? "What moved it lately" : `What moved it on ${formatDate(day)}`}
        actions={
          day !== undefined && (
            <Button variant="quiet" onClick={() => setDay(undefined)}>
              Show the latest
            </Button>
          )
        }
      >
        {ofDay.length === 0 ? (
          <p className="text-m text-ink-2">
            {day === undefined ? "It did not change in this window." : "It did not change on that day."}
          </p>
        ) : (
          <HealthChanges changes={ofDay} />
        )}
      </Card>
    </div>
  );
}

function changesOf<Change extends { at: string }>(changes: readonly Change[], day: string): Change[] {
  return changes.filter(
    ({ at }) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone()).toPlainDate().toString() === day,
  );
}

/** A statement where there is something to state: “Health fell from 81 to 64”. */
function titleOf(first: number | null, last: number | null): string {
  if (first === null || last === null) return "How has health gone?";
  const [was, is] = [formatNumber(first, 0), formatNumber(last, 0)];
  if (was === is) return `Health stands at ${is}`;
  return `Health ${last > first ? "rose" : "fell"} from ${was} to ${is}`;
}
