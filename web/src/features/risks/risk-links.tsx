import { projectFromTemplate, projects, type Risk, renewals, risks } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { formatDate } from "../../ui/format.ts";
import { toast } from "../../ui/toast.tsx";

/** The project template that the product ships for a way out of a risk. */
const planTemplate = { slug: "red-account-project" };
const refreshes = [risks.get, risks.list];

/** What the risk belongs to: the renewal that it endangers, what found it, and the project that is its plan. */
export function RiskLinks({ risk, mayWrite }: { risk: Risk; mayWrite: boolean }) {
  const mayPlan = useMay("projects.write") && mayWrite;
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [risk.accountId] });
  const terms = usePages(
    renewals.list,
    { query: { filter, sort: "-dueOn", limit: 50 } },
    { enabled: useMay("renewals.read") },
  ).rows;
  const plans = usePages(
    projects.list,
    { query: { filter, sort: "-startsOn", limit: 50 } },
    { enabled: useMay("projects.read") },
  ).rows;
  const link = useWrite(risks.update, { refreshes });
  const start = useWrite(projectFromTemplate, { refreshes: [projects.list] });
  const onError = (error: { message: string }) => toast({ title: error.message, tone: "bad" });
  const set = (body: { renewalId: string | null } | { projectId: string | null }) =>
    link.mutate({ params: { id: risk.id }, body }, { onError });
  const startPlan = () =>
    start.mutate(
      {
        body: {
          accountId: String(risk.accountId),
          template: planTemplate,
          ...(risk.ownerId ? { ownerId: risk.ownerId } : {}),
        },
      },
      { onSuccess: ({ id }) => set({ projectId: id }), onError },
    );
  const termOptions = terms.map((term) => ({
    value: term.id,
    label: `Due ${term.dueOn ? formatDate(term.dueOn) : "on no day"}`,
  }));
  const planOptions = plans.map((plan) => ({
    value: plan.id,
    label: plan.name ?? "Project",
    hint: `${Math.round(plan.donePct)} % done`,
  }));
  return (
    <Card title="Belongs to">
      <dl className="divide-y divide-line">
        <Line label="Renewal" to={risk.renewalId && `/renewals/${risk.renewalId}`}>
          <Combobox
            label="Renewal"
            placeholder="None"
            clearable
            disabled={!mayWrite}
            options={termOptions}
            value={risk.renewalId}
            onValueChange={(renewalId) => set({ renewalId })}
            className="w-52"
          />
        </Line>
        <Line label="Plan" to={risk.projectId && `/projects/${risk.projectId}`}>
          {mayPlan && !risk.projectId && (
            <Button variant="quiet" busy={start.isPending} onClick={startPlan}>
              Start one
            </Button>
          )}
          <Combobox
            label="Plan"
            placeholder="None"
            clearable
            disabled={!mayWrite}
            options={planOptions}
            value={risk.projectId}
            onValueChange={(projectId) => set({ projectId })}
            className="w-52"
          />
        </Line>
        <Line label="Found by" to={risk.foundBy && `/indicator-definitions/${risk.foundBy}`}>
          <span className={risk.foundBy ? "" : "text-ink-3"}>{risk.foundByName ?? "People"}</span>
        </Line>
      </dl>
    </Card>
  );
}

function Line({ label, to, children }: { label: string; to: string | null; children: ReactNode }) {
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1 py-1">
      <dt className="text-ink-2">{label}</dt>
      <dd className="flex flex-wrap items-center justify-end gap-2">
        {children}
        {to && (
          <Link to={to} aria-label={`Open: ${label}`} className="rounded-small text-accent hover:underline">
            Open
          </Link>
        )}
      </dd>
    </div>
  );
}
