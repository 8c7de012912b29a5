import { type Duplicate, forgetDistinct, keepDistinct, listDuplicates } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { z } from "zod";
import { useMay, useMe } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { toast } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Money } from "../../ui/values.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { MergeList } from "./merge-list.tsx";

const tabs = ["account", "contact", "merges"] as const;
const pageState = z.object({ tab: z.enum(tabs).default("account").catch("account") });

/** Records that may be one, to be merged or said to be two, and the merges so far. */
export function DuplicatesPage() {
  const mayRead = useMay("merges.read");
  const [{ tab }, change] = useUrlState(pageState);
  return (
    <>
      <PageHeader title="Duplicates" crumbs={[{ label: "Data", href: "/data" }]} />
      {!mayRead && <NoPermissionState what="duplicates" />}
      {mayRead && (
        <Tabs
          label="Kinds of duplicates"
          tabs={[
            { id: "account", title: "Accounts" },
            { id: "contact", title: "Contacts" },
            { id: "merges", title: "Merges" },
          ]}
          value={tab}
          onValueChange={(next) => change({ tab: next })}
        >
          {tab === "merges" ? <MergeList /> : <Pairs key={tab} object={tab} />}
        </Tabs>
      )}
    </>
  );
}

function Pairs({ object }: { object: Duplicate["object"] }) {
  const { data, error, refetch } = useCall(listDuplicates, { query: { object } }, { live: [object] });
  const mayWrite = useMay("merges.write");
  const [merging, setMerging] = useState<Duplicate>();
  const forget = useWrite(forgetDistinct, { refreshes: [listDuplicates] });
  const keep = useWrite(keepDistinct, { refreshes: [listDuplicates] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  if (data.items.length === 0) {
    return (
      <EmptyState title={`No two ${object}s look the same`}>
        Compared are {object === "account" ? "domains and names" : "e-mails, and names within an account"}.
      </EmptyState>
    );
  }
  const sayTwo = ({ first, second }: Duplicate) => {
    const pair = { object, firstId: first.id, secondId: second.id };
    keep.mutate(
      { body: pair },
      {
        onSuccess: () =>
          toast({
            title: `${first.name} and ${second.name} are two`,
            undo: () => forget.mutate({ query: pair }),
          }),
        onError: (problem) => toast({ title: problem.message, tone: "bad" }),
      },
    );
  };
  return (
    <>
      <ul aria-label="Pairs" className="rounded-card border border-line bg-surface">
        {data.items.map((pair) => (
          <li
            key={`${pair.first.id} ${pair.second.id}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 last:border-0"
          >
            <Candidate object={object} candidate={pair.first} />
            <Candidate object={object} candidate={pair.second} />
            <span className="w-56">
              <Badge tone={pair.likeness === 1 ? "warn" : "neutral"}>{pair.because}</Badge>
            </span>
            {mayWrite && (
              <span className="ml-auto flex gap-1.5">
                <Button onClick={() => sayTwo(pair)}>Not a duplicate</Button>
                <Button variant="primary" onClick={() => setMerging(pair)}>
                  Merge
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {merging && (
        <MergeDialog
          object={object}
          first={merging.first}
          second={merging.second}
          onClose={() => setMerging(undefined)}
        />
      )}
    </>
  );
}

type CandidateProps = { object: Duplicate["object"]; candidate: Duplicate["first"] };

function Candidate({ object, candidate }: CandidateProps) {
  const currency = useMe().data?.company.currency ?? "USD";
  return (
    <span className="w-64 min-w-0">
      <Link
        to={`/${object}s/${candidate.id}`}
        className="block truncate rounded-small font-medium hover:underline"
      >
        {candidate.name}
      </Link>
      <span className="block truncate text-s text-ink-2">
        {candidate.detail || "–"}
        {candidate.arr !== null && (
          <>
            {" · "}
            <Money amount={candidate.arr} currency={currency} />
          </>
        )}
      </span>
    </span>
  );
}
