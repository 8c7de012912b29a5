import { type Risk, type RiskAsk, risks, updateRiskAsk } from "@perennial/contract";
import { Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { formatDaysAway } from "../../ui/format.ts";
import { EmptyState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { AnswerDialog, AskDialog } from "./ask-dialog.tsx";

const refreshes = [risks.get, risks.list];

/** What other departments are asked for, and what came of it. */
export function RiskAsks({ risk, mayWrite }: { risk: Risk; mayWrite: boolean }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <Card
      title="Asks of other departments"
      actions={
        mayWrite && (
          <Button icon={Plus} onClick={() => setAsking(true)}>
            Ask
          </Button>
        )
      }
    >
      {risk.asks.length === 0 && <EmptyState title="Nobody is asked yet" />}
      <ul className="divide-y divide-line">
        {risk.asks.map((ask) => (
          <AskLine key={ask.id} risk={risk} ask={ask} mayWrite={mayWrite} />
        ))}
      </ul>
      {isAsking && <AskDialog risk={risk} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function AskLine({ risk, ask, mayWrite }: { risk: Risk; ask: RiskAsk; mayWrite: boolean }) {
  const people = useTeammateOptions();
  const [answering, setAnswering] = useState<"done" | "declined" | "change">();
  const write = useWrite(updateRiskAsk, { refreshes });
  const openAgain = () =>
    write.mutate(
      { params: { id: ask.id }, body: { status: "open" } },
      { onError: (error) => toast({ title: error.message, tone: "bad" }) },
    );
  const owner = people.find((person) => person.value === ask.ownerId)?.label;
  const isLate =
    ask.status === "open" &&
    ask.dueOn &&
    Temporal.PlainDate.compare(Temporal.PlainDate.from(ask.dueOn), today()) < 0;
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={ask.status === "done" ? "good" : ask.status === "declined" ? "bad" : "warn"}>
          {ask.department}: {ask.status}
        </Badge>
        <span className="min-w-0 grow">{ask.request}</span>
      </p>
      <p className="text-s text-ink-2">
        {owner ?? "nobody named"}
        {ask.dueOn && (
          <span className={isLate ? "text-bad" : ""}> · due {formatDaysAway(ask.dueOn, today())}</span>
        )}
        {ask.effortHours !== null && ` · ${ask.effortHours} h`} · asked by {ask.askedBy}
      </p>
      {ask.answer && <p className="text-s whitespace-pre-line">{ask.answer}</p>}
      {mayWrite && (
        <p className="flex gap-2">
          {ask.status === "open" ? (
            <>
              <Button variant="quiet" onClick={() => setAnswering("done")}>
                Done
              </Button>
              <Button variant="quiet" onClick={() => setAnswering("declined")}>
                Declined
              </Button>
              <IconButton
                icon={Pencil}
                label={`Change: ${ask.request}`}
                onClick={() => setAnswering("change")}
              />
            </>
          ) : (
            <Button variant="quiet" busy={write.isPending} onClick={openAgain}>
              Open again
            </Button>
          )}
        </p>
      )}
      {answering === "change" && <AskDialog risk={risk} ask={ask} onClose={() => setAnswering(undefined)} />}
      {(answering === "done" || answering === "declined") && (
        <AnswerDialog ask={ask} status={answering} onClose={() => setAnswering(undefined)} />
      )}
    </li>
  );
}
