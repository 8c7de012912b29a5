import { listSegments, type Segment } from "@perennial/contract";
import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { z } from "zod";
import { useMay, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useAction } from "../../ui/actions.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sortFromText, sortToText } from "../../ui/grid/state.ts";
import { Input } from "../../ui/input.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { CreateSegmentDialog } from "./create-segment-dialog.tsx";
import { segmentWords } from "./segment-words.ts";
import { TiersDialog } from "./tiers-dialog.tsx";

const pageState = z.object({
  q: z.string().max(200).optional().catch(undefined),
  archived: z.enum(["true", "false"]).default("false").catch("false"),
  sort: z.string().max(100).default("name").catch("name"),
});

function segmentColumns(currency: string): GridColumn<Segment>[] {
  return [
    {
      id: "name",
      type: "text",
      title: "Segment",
      width: 200,
      href: (segment) => `/segments/${segment.slug}`,
    },
    {
      id: "object",
      type: "text",
      title: "Of",
      width: 110,
      value: (segment) => segmentWords[segment.object].many,
    },
    { id: "memberCount", type: "number", title: "Members", digits: 0, width: 90 },
    {
      id: "memberArr",
      type: "money",
      title: "ARR",
      currency,
      short: true,
      width: 110,
      missing: "Revenue is of accounts; none of these has any",
    },
    {
      id: "sentence",
      type: "text",
      title: "Who is in it",
      width: 420,
      value: (segment) => segment.sentence ?? (segment.rule ? "Its rule has to be mended" : "By hand"),
    },
    { id: "description", type: "text", title: "Description", width: 300, missing: "No description" },
  ];
}

/** Every segment with how many records, and how much ARR, it holds. */
export function SegmentsPage() {
  const [state, change] = useUrlState(pageState);
  const [isCreating, setIsCreating] = useState(false);
  const [isSettingTiers, setIsSettingTiers] = useState(false);
  const canEdit = useMay("segments.write");
  const currency = useMe().data?.company.currency ?? "USD";
  const list = useCall(
    listSegments,
    { query: { archived: state.archived } },
    { live: ["account", "contact", "organization"], keepPrevious: true },
  );
  useAction({
    label: "New segment",
    group: "Segments",
    ...(canEdit ? { keys: "n", run: () => setIsCreating(true) } : {}),
  });
  const columns = useMemo(() => segmentColumns(currency), [currency]);
  const wanted = state.q?.toLowerCase() ?? "";
  const rows = (list.data?.items ?? []).filter((segment) =>
    `${segment.name} ${segment.description}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <PageHeader
        title="Segments"
        beside={<span className="text-m text-ink-2">{list.data && formatCount(rows.length, "segment")}</span>}
        actions={
          canEdit && (
            <>
              <Button onClick={() => setIsSettingTiers(true)}>Tiers…</Button>
              <Button variant="primary" icon={Plus} onClick={() => setIsCreating(true)}>
                New segment
              </Button>
            </>
          )
        }
      />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Input
          data-filter
          className="w-56!"
          aria-label="Filter by name"
          placeholder="Filter by name"
          defaultValue={state.q ?? ""}
          onChange={(event) => change({ q: event.target.value || undefined })}
        />
        <Chip
          pressed={state.archived === "true"}
          onClick={() => change({ archived: state.archived === "true" ? "false" : "true" })}
        >
          Archived
        </Chip>
      </div>
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Segment>
          label="Segments"
          columns={columns}
          rows={rows}
          rowId={(segment) => segment.id}
          state={{ sort: sortFromText(state.sort) }}
          onStateChange={(next) => change({ sort: sortToText(next.sort ?? []) || "name" })}
          isLoading={list.isPending}
          empty={
            <EmptyState
              title={wanted ? "No segment fits" : "No segments here"}
              actions={canEdit && <Button onClick={() => setIsCreating(true)}>New segment</Button>}
            >
              A segment is a named set of accounts, contacts or organizations, by rule or by hand.
            </EmptyState>
          }
        />
      )}
      {isSettingTiers && <TiersDialog onClose={() => setIsSettingTiers(false)} />}
      {isCreating && <CreateSegmentDialog onClose={() => setIsCreating(false)} />}
    </>
  );
}
