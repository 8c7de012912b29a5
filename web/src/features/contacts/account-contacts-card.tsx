import { type Account, listStakeholders, type Stakeholder } from "@perennial/contract";
import { useMemo, useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { formatDate } from "../../ui/format.ts";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { roleLabel } from "./contacts-viewed.tsx";
import { StakeholderDialog } from "./stakeholder-dialog.tsx";
import { StakeholderLine } from "./stakeholder-line.tsx";
import { coverageOf, stakeholderLines } from "./stakeholder-lines.ts";

const shownAtFirst = 8;

/** The map of stakeholders: which parts are played by whom, who reports to whom, how they stand; who left struck through. */
export function AccountContactsCard({ account }: { account: Account }) {
  const [isWhole, setWhole] = useState(false);
  const [edited, setEdited] = useState<Stakeholder>();
  const isPast = usePast().asOf !== undefined;
  const mayWrite = useMay("contacts.write") && !isPast;
  const list = useCall(listStakeholders, { params: { id: account.id } }, { live: ["contact"] });
  const people = list.data?.items ?? [];
  const lines = useMemo(() => stakeholderLines(list.data?.items ?? []), [list.data]);
  return (
    <Card title="People" subtitle={`Stakeholders at ${account.name}`}>
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={5} />}
      {list.data && people.length === 0 && (
        <EmptyState compact title="Nobody is known here yet">
          Import contacts, or send them with identify calls.
        </EmptyState>
      )}
      {people.length > 0 && <Coverage people={people} />}
      <ul aria-label="People">
        {(isWhole ? lines : lines.slice(0, shownAtFirst)).map((line) => (
          <StakeholderLine
            key={line.person.contactId}
            line={line}
            onEdit={mayWrite ? () => setEdited(line.person) : undefined}
          />
        ))}
      </ul>
      {lines.length > shownAtFirst && !isWhole && (
        <Button variant="quiet" className="mt-1" onClick={() => setWhole(true)}>
          {lines.length - shownAtFirst} more
        </Button>
      )}
      {edited && (
        <StakeholderDialog
          accountId={account.id}
          person={edited}
          people={people}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Card>
  );
}

/** Which of the weighty parts are played, and which by nobody. */
function Coverage({ people }: { people: readonly Stakeholder[] }) {
  return (
    <p className="mb-1 flex flex-wrap gap-1">
      {coverageOf(people).map(({ role, holders, lastUntil }) =>
        holders > 0 ? (
          <Badge key={role} tone="good">{`${roleLabel(role)}: ${holders}`}</Badge>
        ) : (
          <Badge key={role} tone="warn">
            {`${roleLabel(role)}: nobody${lastUntil ? ` since ${formatDate(lastUntil)}` : ""}`}
          </Badge>
        ),
      )}
    </p>
  );
}
