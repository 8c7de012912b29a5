import { getSegmentSize, type Segment, type SegmentSize } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatCount, formatDate, formatNumber } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { segmentWords } from "./segment-words.ts";

const days = 90;
const shownCrossings = 20;

/** How many records the segment held day by day, and who entered and left this week. */
export function SizePanel({ segment }: { segment: Segment }) {
  const { data, error, refetch } = useCall(
    getSegmentSize,
    { params: { slug: segment.slug }, query: { days } },
    { live: [segment.object, "segment"] },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  const words = segmentWords[segment.object];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
      <Chart
        title="How has this segment grown?"
        subtitle={
          data.points.length < days
            ? `${words.title} at the end of each day since it was defined on ${formatDate(data.definedOn)}; who would have been in it before is not known`
            : `${words.title} at the end of each day, the last ${days} days`
        }
        kind="line"
        categories={data.points.map((point) => formatDate(point.on))}
        series={[{ name: words.title, colour: 1, values: data.points.map((point) => String(point.count)) }]}
        empty="Nothing was counted yet."
      />
      <Crossings size={data} object={segment.object} />
    </div>
  );
}

function Crossings({ size, object }: { size: SegmentSize; object: Segment["object"] }) {
  const words = segmentWords[object];
  const { entered, left, crossings } = size;
  const earlier = entered + left - Math.min(crossings.length, shownCrossings);
  return (
    <Card
      title="Entered and left this week"
      subtitle={`${formatCount(entered, "entry", "entries")}, ${formatCount(left, "exit")}`}
    >
      {crossings.length === 0 ? (
        <p className="text-m text-ink-2">Nobody entered or left in the last seven days.</p>
      ) : (
        <ol className="flex flex-col text-m leading-7">
          {crossings.slice(0, shownCrossings).map((each) => (
            <li key={`${each.recordId} ${each.at}`} className="flex items-baseline justify-between gap-3">
              <Link to={`${words.path}/${each.recordId}`} className="truncate hover:underline">
                {each.name ?? "Without a name"}
              </Link>
              <span className="shrink-0 text-s text-ink-2">
                {each.isMember ? "entered" : "left"} <RelativeTime at={each.at} />
              </span>
            </li>
          ))}
          {earlier > 0 && <li className="text-s text-ink-3">and {formatNumber(earlier)} earlier</li>}
        </ol>
      )}
    </Card>
  );
}
