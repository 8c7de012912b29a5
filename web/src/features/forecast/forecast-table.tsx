import {
  createForecastAdjustment,
  type ForecastRow,
  getForecast,
  listForecastAdjustments,
  putForecastTarget,
} from "@perennial/contract";
import { decimalOfMinor } from "@perennial/contract/forecasting";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { call } from "../../api/client.ts";
import { useMay } from "../../api/me.ts";
import { ApiProblem } from "../../api/problem.ts";
import { keyOf } from "../../api/query.ts";
import { formatMoneyExact, formatMoneyShort, withSign } from "../../ui/format.ts";
import type { CellValue, GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { subtractDecimals } from "../../ui/grid/decimal.ts";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Missing } from "../../ui/values.tsx";
import { AdjustDialog, type Adjusting } from "./adjust-dialog.tsx";
import { drillRule } from "./drill-rule.ts";
import type { Forecast, Shown } from "./forecast-shown.ts";
import type { RangesAnswer } from "./ranges.worker.ts";
import { useRanges } from "./use-ranges.ts";

type Opens = (row: ForecastRow, category: string | undefined, rows?: "edit" | "sums") => void;
type Edit = { rowId: string; columnId: string; value: CellValue; previous: CellValue };

/** Every level of the forecast; numbers open their renewals, adjustments and targets are edited in place. */
export function ForecastTable({ state, change, currency, forecast }: Shown & { forecast: Forecast }) {
  const [adjusting, setAdjusting] = useState<Adjusting | null>(null);
  const client = useQueryClient();
  const canEdit = useMay("forecast.write") && state.groupBy === "hierarchy";
  const folded = useMemo(() => new Set(state.folded.split(",").filter(Boolean)), [state.folded]);
  const rows = useMemo(() => visible(forecast.rows, folded), [forecast.rows, folded]);
  const refresh = () =>
    Promise.all(
      [getForecast, listForecastAdjustments].map((one) => client.invalidateQueries({ queryKey: keyOf(one) })),
    );
  const ranges = useRanges(forecast);
  const columns = useMemo(() => {
    const fold = (key: string) => {
      const next = folded.has(key) ? [...folded].filter((one) => one !== key) : [...folded, key];
      change({ folded: next.join(",") });
    };
    const open: Opens = (row, category, rows = "edit") => change({ open: row.key, category, rows });
    const openLedger = (row: ForecastRow) => change({ ledger: row.key });
    return columnsOf(forecast, ranges, currency, canEdit, folded, fold, open, openLedger);
  }, [forecast, ranges, currency, canEdit, folded, change]);
  const commit = async (edits: readonly Edit[]) => {
    const refused = [];
    for (const edit of edits) {
      const row = forecast.rows.find(({ key }) => key === edit.rowId);
      if (!row) continue;
      const at = { period: state.period, level: row.key };
      try {
        if (edit.columnId === "targetArr") {
          const targetArr = edit.value === null || edit.value === "" ? null : String(edit.value);
          await call(putForecastTarget, { body: { ...at, targetArr } });
        } else {
          const amountArr = subtractDecimals(String(edit.value ?? "0"), row.adjustmentArr);
          if (Number(amountArr) === 0) continue;
          const reason = await new Promise<string | null>((answer) =>
            setAdjusting({ rowId: row.key, label: row.label, amountArr, answer }),
          );
          setAdjusting(null);
          if (reason === null)
            refused.push({ ...placeOf(edit), error: "Not added: an adjustment needs its reason." });
          else await call(createForecastAdjustment, { body: { ...at, amountArr, reason } });
        }
      } catch (error) {
        refused.push({ ...placeOf(edit), error: reasonOf(error) });
      }
    }
    // Not waited for: rows that come once the grid knows of the write show what stands, also where others wrote meanwhile.
    void refresh();
    return refused;
  };
  return (
    <>
      <div className="mb-1 flex justify-end print:hidden">
        <DownloadMenu name={`Forecast ${state.period}`} columns={columns} rows={forecast.rows} />
      </div>
      <DataGrid<ForecastRow>
        label="Forecast by level"
        height="content"
        columns={columns}
        rows={rows}
        rowId={(row) => row.key}
        onCommit={commit}
        onOpen={(row) => change({ open: row.key, category: undefined, rows: "edit" })}
        empty={<EmptyState title="Nothing falls due in this period" />}
        footerNote={
          canEdit
            ? "A number opens its renewals · type into Adjustment or Target to change it · the ledger keeps every entry"
            : "A number opens its renewals"
        }
        selectionActions={(selected) => {
          const [row] = selected;
          if (selected.length !== 1 || !row || row.level === "group") return null;
          const rule = drillRule(forecast, row, undefined, state.groupBy);
          return (
            <span className="flex gap-3 text-s text-accent">
              <button type="button" className="underline" onClick={() => change({ ledger: row.key })}>
                Ledger of {row.label}
              </button>
              {rule && (
                <Link
                  to="/forecast/what-if"
                  search={{ due: `${forecast.from}..${forecast.to}`, label: row.label, rule }}
                  className="underline"
                >
                  What if {row.label} …
                </Link>
              )}
            </span>
          );
        }}
      />
      {adjusting && (
        <AdjustDialog
          adjusting={adjusting}
          standing={forecast.rows.find(({ key }) => key === adjusting.rowId)?.adjustmentArr ?? "0"}
          currency={currency}
        />
      )}
    </>
  );
}

const placeOf = ({ rowId, columnId }: Edit) => ({ rowId, columnId });

/** Why a cell was refused: its column says already what it is. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "Not saved.";
  return (error instanceof ApiProblem && error.fields[0]?.message) || error.message;
}

/** Rows none of whose levels above is folded. */
function visible(rows: readonly ForecastRow[], folded: ReadonlySet<string>): ForecastRow[] {
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const isHidden = row.parent !== null && (hidden.has(row.parent) || folded.has(row.parent));
    if (isHidden) hidden.add(row.key);
    return !isHidden;
  });
}

const depths = { company: 0, region: 1, manager: 2, owner: 3, group: 1 } as const;

function columnsOf(
  { ratings, rows, asOf }: Forecast,
  ranges: RangesAnswer | undefined,
  currency: string,
  canEdit: boolean,
  folded: ReadonlySet<string>,
  fold: (key: string) => void,
  open: Opens,
  openLedger: (row: ForecastRow) => void,
): GridColumn<ForecastRow>[] {
  const parents = new Set(rows.flatMap(({ parent }) => parent ?? []));
  const depthOf = (row: ForecastRow): number => {
    if (row.level !== "owner") return depths[row.level];
    return row.parent?.startsWith("manager:") ? 3 : 2;
  };
  const opening = (what: string, act: (row: ForecastRow) => void) => (row: ForecastRow, value: CellValue) => (
    <button
      type="button"
      tabIndex={-1}
      title={`${formatMoneyExact(String(value ?? "0"), currency, true)}: open the ${what}`}
      className={Number(value) === 0 ? "text-ink-3" : "hover:underline"}
      onClick={(event) => {
        event.stopPropagation();
        act(row);
      }}
    >
      {Number(value) === 0 ? "–" : formatMoneyShort(String(value), currency)}
    </button>
  );
  const drilled = (category: string | undefined, rows?: "sums") =>
    opening("renewals", (row) => open(row, category, rows));
  const money = { type: "money", currency, short: true, width: 84, sortable: false } as const;
  const unrated: GridColumn<ForecastRow> = {
    ...money,
    id: "unrated",
    title: "No rating",
    value: (row) => row.unrated.arr,
    render: drilled("unrated"),
  };
  return [
    {
      id: "label",
      type: "readonly",
      title: "Team",
      width: 170,
      sortable: false,
      value: (row) => row.label,
      render: (row) => (
        <span className="flex min-w-0 items-center gap-1" style={{ paddingLeft: depthOf(row) * 14 }}>
          {parents.has(row.key) ? (
            <button
              type="button"
              tabIndex={-1}
              aria-label={`${folded.has(row.key) ? "Unfold" : "Fold"} ${row.label}`}
              aria-expanded={!folded.has(row.key)}
              className="-ml-1 rounded-small text-ink-3 hover:text-ink"
              onClick={(event) => {
                event.stopPropagation();
                fold(row.key);
              }}
            >
              {folded.has(row.key) ? <ChevronRight size={14} /> : <ChevronDown size={14} />}
            </button>
          ) : (
            <span className="w-2.5" />
          )}
          <span className={row.level === "owner" ? "truncate" : "truncate font-[550]"}>{row.label}</span>
        </span>
      ),
    },
    { ...money, id: "dueArr", title: "Due", render: drilled(undefined) },
    { ...money, id: "closedWonArr", title: "Closed won", render: drilled("closed-won", "sums") },
    ...ratings.map(
      ({ slug, label }): GridColumn<ForecastRow> => ({
        ...money,
        id: `rating:${slug}`,
        title: label,
        width: label.length > 10 ? 100 : 84,
        value: (row) => row.byRating[slug]?.arr ?? "0",
        render: drilled(slug),
      }),
    ),
    ...(rows.some(({ unrated }) => unrated.count > 0) ? [unrated] : []),
    { ...money, id: "forecastArr", title: "Forecast", render: drilled(undefined, "sums") },
    {
      ...money,
      id: "adjustmentArr",
      title: "Adjustment",
      short: false,
      width: 88,
      editable: (row) => canEdit && row.level !== "group",
      hint: "Signed, with a reason; on this level alone",
      render: (_, value) =>
        Number(value) === 0 ? (
          <span className="text-ink-3">–</span>
        ) : (
          withSign(formatMoneyShort(String(value), currency), String(value))
        ),
    },
    {
      ...money,
      id: "adjustedArr",
      title: "Adjusted",
      width: 84,
      hint: "With the adjustments here and below",
      render: opening("adjustments", openLedger),
    },
    {
      ...money,
      id: "expectedArr",
      title: "Expected",
      width: 84,
      hint: "By likelihood",
      render: drilled(undefined, "sums"),
    },
    ...(asOf === null && rows.every(({ level }) => level !== "group")
      ? [
          {
            id: "range",
            type: "readonly",
            title: "P10 – P90",
            width: 156,
            sortable: false,
            hint: "In eight of ten simulated courses ARR retained lies between",
            missing: "Working out the range",
            value: (row) => {
              const range = ranges?.get(row.key);
              return range ? `${decimalOfMinor(range.p10)} – ${decimalOfMinor(range.p90)}` : null;
            },
            render: (row) => {
              const range = ranges?.get(row.key);
              if (!range) return <Missing reason="Working out the range" />;
              const short = (minor: number) => formatMoneyShort(decimalOfMinor(minor), currency);
              return (
                <span
                  className="tabular-nums"
                  title={`Median ${short(range.p50)}, by 10,000 simulated courses`}
                >
                  {short(range.p10)} – {short(range.p90)}
                </span>
              );
            },
          } satisfies GridColumn<ForecastRow>,
        ]
      : []),
    {
      id: "grr",
      type: "percent",
      title: "GRR",
      width: 80,
      sortable: false,
      missing: "No outcome or forecast yet",
    },
    {
      id: "nrr",
      type: "percent",
      title: "NRR",
      width: 80,
      sortable: false,
      missing: "No outcome or forecast yet",
    },
    {
      ...money,
      id: "targetArr",
      title: "Target",
      short: true,
      validate: (value) => (Number(value) < 0 ? "A target is not below 0" : undefined),
      editable: (row) => canEdit && row.level !== "group",
      missing: "No target set",
    },
    {
      ...money,
      id: "gapArr",
      title: "Gap",
      signed: true,
      missing: "No target set",
      hint: "Adjusted less target",
    },
  ];
}
