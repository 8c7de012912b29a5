import {
  type Account,
  explainAccount,
  listPulses,
  type Pulse,
  restorePulse,
  sentiments,
  takePulseBack,
} from "@perennial/contract";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { formatDate } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { toneIcon } from "../../ui/tone.ts";
import { RelativeTime } from "../../ui/values.tsx";
import { PulseDialog } from "./pulse-dialog.tsx";

const shownPulses = 3;

/** How happy people of ours find the customer: what counts now, and what was said before. */
export function AccountPulseCard({ account }: { account: Account }) {
  const mayGive = useMay("accounts.write");
  const [isGiving, setGiving] = useState(false);
  const pulses = useCall(listPulses, { params: { id: account.id } }, { live: ["account", "pulse"] });
  const standing = (pulses.data?.items ?? []).filter((pulse) => pulse.takenBackAt === null);
  return (
    <Card
      title="Pulse"
      actions={
        mayGive && (
          <Button variant="quiet" onClick={() => setGiving(true)}>
            Give a pulse
          </Button>
        )
      }
    >
      {pulses.error && <ErrorState error={pulses.error} onRetry={() => pulses.refetch()} />}
      {pulses.isPending && <Skeleton lines={2} />}
      {pulses.data && standing.length === 0 && (
        <EmptyState compact title="Nobody has said yet how happy they are" />
      )}
      <ul className="flex flex-col gap-2">
        {standing.slice(0, shownPulses).map((pulse, index) => (
          <PulseRow key={pulse.id} account={account} pulse={pulse} isNewest={index === 0} mayGive={mayGive} />
        ))}
      </ul>
      {isGiving && <PulseDialog account={account} onClose={() => setGiving(false)} />}
    </Card>
  );
}

type PulseRowProps = { account: Account; pulse: Pulse; isNewest: boolean; mayGive: boolean };

function PulseRow({ account, pulse, isNewest, mayGive }: PulseRowProps) {
  const params = { id: account.id, pulseId: pulse.id };
  const refreshes = [listPulses, explainAccount];
  const restore = useWrite(restorePulse, { refreshes });
  const takeBack = useWrite(takePulseBack, {
    refreshes,
    onSuccess: () => toast({ title: "Pulse taken back", undo: () => restore.mutate({ params }) }),
  });
  const sentiment = sentiments.find(({ value }) => value === pulse.sentiment);
  const isExpired = pulse.expiresOn < today().toString();
  if (!sentiment) return null;
  return (
    <li>
      <div className="flex items-center justify-between gap-2">
        <Badge tone={isNewest && !isExpired ? sentiment.tone : "neutral"} icon={toneIcon[sentiment.tone]}>
          {sentiment.label}
        </Badge>
        <span className="flex items-center gap-1 text-s text-ink-2">
          {pulse.givenBy} · <RelativeTime at={pulse.givenAt} />
          {mayGive && (
            <IconButton
              icon={Undo2}
              label={`Take back the pulse “${sentiment.label}”`}
              onClick={() => takeBack.mutate({ params })}
            />
          )}
        </span>
      </div>
      {pulse.note && <p className="mt-1 text-m whitespace-pre-line">{pulse.note}</p>}
      {isNewest && (
        <p className="mt-0.5 text-s text-ink-3">
          {isExpired
            ? `Expired on ${formatDate(pulse.expiresOn)}: it counts no more`
            : `Counts until ${formatDate(pulse.expiresOn)}`}
        </p>
      )}
      {takeBack.error && (
        <p role="alert" className="text-s text-bad">
          {takeBack.error.message}
        </p>
      )}
    </li>
  );
}
