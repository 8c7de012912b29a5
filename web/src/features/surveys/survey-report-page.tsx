import { getSurveyReport, listSurveys, type SurveyReport } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { drillHref } from "../../api/drill-href.ts";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatDate, formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type Stat, StatStrip } from "../../ui/stat-strip.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";

const pageState = z.object({ survey: z.string().max(60).default("nps").catch("nps") });

/** What contacts answered to a survey: all together, by month, by segment; each number leads to the answers. */
export function SurveyReportPage() {
  const mayRead = useMay("survey-responses.read");
  const [{ survey }, change] = useUrlState(pageState);
  const surveys = useCall(listSurveys, {}, { enabled: mayRead, live: ["survey_response"] });
  const known = (surveys.data?.items ?? []).map(({ survey: value, label }) => ({ value, label }));
  const options = known.some(({ value }) => value === survey)
    ? known
    : [{ value: survey, label: survey.toUpperCase() }, ...known];
  return (
    <>
      <PageHeader
        title="Report"
        crumbs={[{ label: "Survey responses", href: "/surveys" }]}
        actions={
          <Select
            aria-label="Survey"
            options={options}
            value={survey}
            onValueChange={(next) => change({ survey: next })}
          />
        }
      />
      {mayRead ? <Report survey={survey} /> : <NoPermissionState what="survey responses" />}
    </>
  );
}

function Report({ survey }: { survey: string }) {
  const navigate = useNavigate();
  const found = useCall(
    getSurveyReport,
    { params: { survey }, query: {} },
    { live: ["survey_response"], keepPrevious: true },
  );
  if (found.error) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton lines={8} />;
  const report = found.data;
  if (report.byMonth.every(({ respondents }) => respondents === 0)) {
    return (
      <EmptyState title="Nobody has answered in a year">
        Import answers, send them through the API, or note one by hand.
      </EmptyState>
    );
  }
  const isNps = survey === "nps";
  const figureOf = (row: { nps: number | null; mean: number | null }) => (isNps ? row.nps : row.mean);
  return (
    <div className="flex flex-col gap-3.5">
      <StatStrip stats={statsOf(report)} />
      <p className="max-w-3xl text-s text-ink-2">
        {formatDate(report.from)} to {formatDate(report.to)}.{" "}
        {isNps
          ? "NPS: the percentage of promoters (9, 10) less that of detractors (0 to 6). Of each contact the latest answer counts; answers without a contact count one by one."
          : "Of each contact the latest answer counts; answers without a contact count one by one."}
      </p>
      <Chart
        title={isNps ? "NPS by month" : "Mean score by month"}
        subtitle="Of each contact the latest answer of the month"
        kind="line"
        categories={report.byMonth.map(({ month }) => month)}
        series={[
          {
            name: isNps ? "NPS" : "Mean",
            colour: 1,
            values: report.byMonth.map((row) => figureOf(row)?.toString() ?? null),
          },
        ]}
        onDrill={({ category }) => void navigate({ href: answersOf(survey, daysOfMonth(category)) })}
      />
      <section className="flex flex-col gap-2">
        <h2 className="text-l font-semibold">By segment</h2>
        <DataGrid
          label="By segment"
          columns={segmentColumns(report, isNps)}
          rows={report.bySegment}
          rowId={(row) => row.segment}
          height="content"
          empty={<EmptyState title="No segment has answers" />}
        />
      </section>
    </div>
  );
}

function daysOfMonth(month: string): Days {
  const from = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  return { from: from.toString(), to: from.add({ months: 1 }).subtract({ days: 1 }).toString() };
}

type Days = { from: string; to: string };

/** The list of the answers behind a number. */
function answersOf(survey: string, { from, to }: Days, ...where: RuleJson[]): string {
  const all: RuleJson[] = [
    { subject: "survey", op: "is", value: survey },
    { subject: "at", op: "between", value: { from, to } },
    ...where,
  ];
  return drillHref("survey_response", { all }) ?? "/surveys";
}

function statsOf(report: SurveyReport): Stat[] {
  const { total, previous, survey, openDetractors } = report;
  const shown = (value: number | null) => (value === null ? "–" : formatNumber(value));
  const before = (value: number | null) => (value === null ? {} : { note: `before: ${formatNumber(value)}` });
  const answers = (...where: RuleJson[]) => answersOf(survey, report, ...where);
  const group = (value: string): RuleJson => ({ subject: "group", op: "is", value });
  const who: Stat = {
    label: "Respondents",
    value: formatNumber(total.respondents),
    href: answers(),
    ...before(previous.respondents),
  };
  if (survey !== "nps") return [{ label: "Mean", value: shown(total.mean), ...before(previous.mean) }, who];
  const isOpen: RuleJson = { subject: "followedUpAt", op: "is-empty" };
  return [
    { label: "NPS", value: shown(total.nps), ...before(previous.nps) },
    who,
    {
      label: "Promoters",
      value: formatNumber(total.promoters),
      tone: "good",
      href: answers(group("promoter")),
    },
    { label: "Passives", value: formatNumber(total.passives), href: answers(group("passive")) },
    {
      label: "Detractors",
      value: formatNumber(total.detractors),
      tone: "bad",
      href: answers(group("detractor")),
    },
    {
      label: "Detractors nobody spoke to",
      value: formatNumber(openDetractors),
      href: answers(group("detractor"), isOpen),
      ...(openDetractors > 0 ? { tone: "bad" as const } : {}),
    },
  ];
}

function segmentColumns(
  report: SurveyReport,
  isNps: boolean,
): GridColumn<SurveyReport["bySegment"][number]>[] {
  const answers = ({ segment }: { segment: string }) =>
    answersOf(report.survey, report, {
      related: "account",
      where: { subject: `segment:${segment}`, op: "is-in" },
    });
  const count = (id: "promoters" | "passives" | "detractors", title: string) =>
    ({ id, type: "number", title, digits: 0, width: 110 }) as const;
  return [
    { id: "name", type: "text", title: "Segment", width: 220, href: answers },
    isNps
      ? { id: "nps", type: "number", title: "NPS", digits: 1, width: 100 }
      : { id: "mean", type: "number", title: "Mean", digits: 2, width: 100 },
    { id: "respondents", type: "number", title: "Respondents", digits: 0, width: 120 },
    ...(isNps
      ? [count("promoters", "Promoters"), count("passives", "Passives"), count("detractors", "Detractors")]
      : []),
  ];
}
