import { listViews, type View } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { type ComponentType, type ReactNode, useDeferredValue, useMemo } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import { formatCount } from "../../ui/format.ts";
import type { DataGridProps } from "../../ui/grid/data-grid.tsx";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { NotSharedNote } from "../../ui/not-shared-note.tsx";
import { type Crumb, PageHeader } from "../../ui/page-header.tsx";
import { ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { ExportMenu } from "./export-menu.tsx";
import { useViewedColumns } from "./use-viewed-columns.ts";
import { useViewedRecords } from "./use-viewed-records.ts";
import { ViewBar } from "./view-bar.tsx";
import { type MoveInstead, ViewBoard } from "./view-board.tsx";
import { ViewCalendar } from "./view-calendar.tsx";
import { definitionOf, isChanged, ruleOf, type ViewPatch, viewState } from "./view-state.ts";
import { ViewSwitcher } from "./view-switcher.tsx";
import { ViewTable } from "./view-table.tsx";

/** What a page brings beside the view itself. */
export type ViewsPageProps<Row extends ListedRow> = {
  viewed: ViewedObject<Row>;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  /** The numbers of what is shown. `choose` sets a filter of the row above the table. */
  Numbers?: ComponentType<{ rule: RuleJson; choose: (id: string, value: string) => void }>;
  /** Above a calendar: the same records further ahead than a month. */
  Timeline?: ComponentType<{ rule: RuleJson }>;
  /** On a board. */
  moveInstead?: MoveInstead<Row>;
  /** Between the filters and the records: a form that adds one. */
  above?: ReactNode;
  footerNote?: (rows: readonly Row[]) => ReactNode;
  selectionActions?: DataGridProps<Row>["selectionActions"];
};

const noChoices = () => [];

/** The records of an object as a view shows them: which, what of each, in what order, as a table, board or calendar. */
export function ViewsPage<Row extends ListedRow>(props: ViewsPageProps<Row>) {
  const mayRead = useMay(`${props.viewed.area ?? props.viewed.plural}.read`);
  const saved = useCall(listViews, { query: { object: props.viewed.object } }, { live: ["view"] });
  if (!mayRead) {
    return (
      <>
        <PageHeader title={props.viewed.title} />
        <NoPermissionState what={props.viewed.title.toLowerCase()} />
      </>
    );
  }
  if (saved.error) return <ErrorState error={saved.error} onRetry={() => saved.refetch()} />;
  return <Views {...props} saved={saved.data?.items ?? []} isReady={saved.data !== undefined} />;
}

function Views<Row extends ListedRow>({
  viewed,
  crumbs,
  actions,
  Numbers,
  Timeline,
  above,
  footerNote,
  selectionActions,
  moveInstead,
  saved,
  isReady,
}: ViewsPageProps<Row> & { saved: readonly View[]; isReady: boolean }) {
  const [state, change] = useUrlState(viewState);
  const canEdit = useMay(`${viewed.area ?? viewed.plural}.write`);
  const open = saved.find((view) => view.id === state.view);
  const base = open?.definition ?? viewed.usual;
  const definition = useMemo(() => definitionOf(state, base), [state, base]);
  const choices = (viewed.useChoices ?? noChoices)();
  const rule = useDeferredValue(
    useMemo(() => ruleOf(state, base, choices, viewed.searched), [state, base, choices, viewed.searched]),
  );
  const { columns, descriptions, brought } = useViewedColumns(viewed, canEdit);
  const shown = [...definition.columns, definition.group?.field, definition.layoutField].flatMap(
    (slug) => slug ?? [],
  );
  const records = useViewedRecords(viewed, {
    rule,
    definition,
    descriptions: isReady ? descriptions : [],
    values: [...new Set(shown)].filter((slug) => !brought.has(slug)),
  });
  const write = useCellCommit({
    update: viewed.update,
    refreshes: [viewed.list],
    ...(viewed.bulkUpdate ? { bulkUpdate: viewed.bulkUpdate } : {}),
  });
  const commit = viewed.wrapCommit?.(write) ?? write;
  const patch = (next: ViewPatch) => change(next);
  const layoutProps = { viewed, records, columns, definition, commit, change: patch };
  return (
    <>
      <PageHeader
        title={viewed.title}
        {...(crumbs ? { crumbs } : {})}
        beside={
          <>
            <ViewSwitcher
              viewed={viewed}
              saved={saved}
              open={open}
              definition={definition}
              rule={rule}
              isChanged={isChanged(state)}
              change={patch}
            />
            {records.count !== undefined && !Numbers && (
              <span className="text-m text-ink-2">{formatCount(records.count, viewed.noun)}</span>
            )}
          </>
        }
        actions={
          <>
            <ExportMenu viewed={viewed} rule={rule} definition={definition} descriptions={descriptions} />
            {actions}
          </>
        }
      />
      {isReady && state.view !== undefined && !open && (
        <NotSharedNote
          noun="view"
          instead={`“${viewed.usualName}”`}
          onLeave={() => patch({ view: undefined })}
        />
      )}
      {Numbers && (
        <Numbers rule={rule} choose={(id, value) => patch({ choices: { ...state.choices, [id]: value } })} />
      )}
      <ViewBar
        viewed={viewed}
        state={state}
        base={base}
        definition={definition}
        choices={choices}
        columns={columns}
        descriptions={descriptions}
        change={patch}
      />
      {above}
      {records.list.error ? (
        <ErrorState error={records.list.error} onRetry={() => records.list.refetch()} />
      ) : definition.layout === "board" ? (
        <ViewBoard {...layoutProps} canEdit={canEdit} moveInstead={moveInstead} />
      ) : definition.layout === "calendar" ? (
        <>
          {Timeline && <Timeline rule={rule} />}
          <ViewCalendar {...layoutProps} />
        </>
      ) : (
        <ViewTable {...layoutProps} footerNote={footerNote} selectionActions={selectionActions} />
      )}
    </>
  );
}
