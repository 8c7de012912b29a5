import { listQualityChecks, type QualityCheck, qualityGroups } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { Money } from "../../ui/values.tsx";
import { trendWords } from "./check-trend.tsx";
import { StandardDialog } from "./standard-dialog.tsx";

/** Whether the data can be trusted: every check, what it finds, and what follows from it. */
export function QualityPage() {
  const mayRead = useMay("data-quality.read");
  const mayWrite = useMay("data-quality.write");
  const [isNew, setNew] = useState(false);
  const { data, error, refetch } = useCall(
    listQualityChecks,
    {},
    {
      enabled: mayRead,
      live: ["account", "renewal", "subscription", "contract", "contact", "trait", "quality-standard"],
    },
  );
  return (
    <>
      <PageHeader
        title="Data quality"
        crumbs={[{ label: "Data", href: "/data" }]}
        actions={
          mayWrite && (
            <Button variant="primary" icon={Plus} onClick={() => setNew(true)}>
              New standard
            </Button>
          )
        }
      />
      {isNew && <StandardDialog onClose={() => setNew(false)} />}
      {!mayRead && <NoPermissionState what="data quality" />}
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {mayRead && !error && !data && <Skeleton lines={10} />}
      {data && (
        <>
          <Numbers checks={data.items} />
          <div className="gap-3.5 lg:columns-2">
            {groups.map((group) => (
              <Group
                key={group.value}
                title={group.label}
                checks={data.items.filter((check) => check.group === group.value)}
                currency={data.currency}
              />
            ))}
          </div>
        </>
      )}
    </>
  );
}

const groups = qualityGroups;

function Numbers({ checks }: { checks: readonly QualityCheck[] }) {
  const finding = checks.filter((check) => check.count > 0);
  const contradictions = checks.filter((check) => check.group === "contradictions");
  const sum = (all: readonly QualityCheck[]) => all.reduce((total, check) => total + check.count, 0);
  return (
    <StatStrip
      stats={[
        { label: "Checks that hold", value: `${checks.length - finding.length} of ${checks.length}` },
        { label: "To look at", value: sum(checks).toLocaleString("en") },
        {
          label: "Contradictions",
          value: sum(contradictions).toLocaleString("en"),
          ...(sum(contradictions) > 0 ? { tone: "warn" as const } : {}),
        },
      ]}
    />
  );
}

/** Who sees to a standard, and what became of a check lately. */
function CheckNotes({ check }: { check: QualityCheck }) {
  const owner = check.standard && `Owner: ${check.standard.ownerName ?? "nobody"}`;
  const notes = [owner, trendWords(check)].filter((note) => note);
  return notes.length === 0 ? null : <p className="text-s text-ink-3">{notes.join(" · ")}</p>;
}

type GroupProps = { title: string; checks: readonly QualityCheck[]; currency: string };

function Group({ title, checks, currency }: GroupProps) {
  if (checks.length === 0) return null;
  return (
    <Card title={title} className="mb-3.5 break-inside-avoid">
      <ul aria-label={title}>
        {checks.map((check) => (
          <li key={check.slug} className="flex items-start gap-3 border-b border-line py-2 last:border-0">
            <div className="min-w-0 grow">
              <Link to={`/data-quality/${check.slug}`} className="rounded-small font-medium hover:underline">
                {check.title}
              </Link>
              <p className="text-s text-ink-2">{check.consequence}</p>
              <CheckNotes check={check} />
            </div>
            <div className="shrink-0 text-right">
              {check.count === 0 ? (
                <Badge tone="good">Holds</Badge>
              ) : (
                <>
                  <span className="block font-semibold tabular-nums">{formatCount(check.count, "row")}</span>
                  {Number(check.arr) !== 0 && (
                    <span className="text-s text-ink-2">
                      <Money amount={check.arr} currency={currency} /> ARR
                    </span>
                  )}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
