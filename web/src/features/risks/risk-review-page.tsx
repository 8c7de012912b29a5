import {
  getRiskAgenda,
  holdRiskReview,
  listReviewRegions,
  listRiskReviews,
  type ReviewAgenda,
  regionName,
  risks,
} from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { z } from "zod";
import { useMay, useMe } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { timeZone, today } from "../../ui/clock.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { formatCount, formatInstant } from "../../ui/format.ts";
import { MentionInput } from "../../ui/mention/mention-box.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Money } from "../../ui/values.tsx";

const pageState = z.object({ region: z.string().max(100).optional().catch(undefined) });

/** The weekly review of one region, run from here: its agenda, what is decided, the minutes. */
export function RiskReviewPage() {
  const mayRead = useMay("risks.read");
  return (
    <>
      <PageHeader title="Weekly review" crumbs={[{ label: "Risks", href: "/risks" }]} />
      {mayRead ? <RegionsReview /> : <NoPermissionState what="risks" />}
    </>
  );
}

function RegionsReview() {
  const [{ region }, change] = useUrlState(pageState);
  const found = useCall(listReviewRegions, {}, { live: ["risk", "risk-review", "account"] });
  if (found.error) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton lines={6} />;
  const regions = found.data.items;
  const shown = region ?? (regions.find(({ risks }) => risks > 0) ?? regions[0])?.region;
  if (shown === undefined)
    return (
      <EmptyState title="There is no account yet">
        The risks of each region’s accounts are reviewed together, and those of accounts without one.
      </EmptyState>
    );
  const known = regions.map(({ region: value, risks: count }) => ({
    value,
    label: count > 0 ? `${regionName(value)} (${formatCount(count, "risk")})` : regionName(value),
  }));
  const options = known.some(({ value }) => value === shown)
    ? known
    : [{ value: shown, label: regionName(shown) }, ...known];
  return (
    <>
      <div className="mb-3">
        <Select
          data-filter
          aria-label="Region"
          options={options}
          value={shown}
          onValueChange={(next) => change({ region: next })}
        />
      </div>
      <Review key={shown} region={shown} />
    </>
  );
}

function Review({ region }: { region: string }) {
  const agenda = useCall(getRiskAgenda, { query: { region } }, { live: ["risk", "renewal"] });
  const held = useCall(listRiskReviews, { query: { region } }, { live: ["risk-review"] });
  const [decisions, setDecisions] = useState<Record<string, string>>({});
  if (agenda.error) return <ErrorState error={agenda.error} onRetry={() => agenda.refetch()} />;
  if (!agenda.data) return <Skeleton lines={6} />;
  return (
    <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Agenda
        agenda={agenda.data}
        decisions={decisions}
        onDecide={(id, text) => setDecisions({ ...decisions, [id]: text })}
      />
      <div className="flex flex-col gap-3.5">
        <HoldForm region={region} decisions={decisions} onHeld={() => setDecisions({})} />
        <Card title="Held before">
          {held.data?.items.length === 0 && <EmptyState title="None yet" />}
          <ul className="divide-y divide-line">
            {held.data?.items.map((review) => (
              <li key={review.id} className="py-1.5">
                <Disclosure
                  summary={`${formatInstant(review.heldAt, timeZone())}, ${formatCount(review.decisions.length, "decision")}`}
                >
                  <p className="mt-1 text-s whitespace-pre-line text-ink-2">{review.minutes}</p>
                </Disclosure>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </div>
  );
}

function Agenda(props: {
  agenda: ReviewAgenda;
  decisions: Record<string, string>;
  onDecide: (id: string, text: string) => void;
}) {
  const { agenda, decisions, onDecide } = props;
  const currency = useMe().data?.company.currency ?? "USD";
  const sections = agenda.sections.filter((section) => section.items.length > 0);
  if (sections.length === 0) return <EmptyState title="Nothing stands on the agenda" />;
  return (
    <div className="flex flex-col gap-3.5">
      {sections.map(({ key, title, items }) => (
        <Card key={key} title={title} subtitle={String(items.length)}>
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <li key={item.riskId} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
                <div className="min-w-0 grow basis-60">
                  <Link to={`/risks/${item.riskId}`} className="rounded-small font-medium hover:underline">
                    {item.accountName}: {item.summary}
                  </Link>
                  <p className="text-s text-ink-2">
                    Tier {item.tier} · {item.why} · <Money amount={item.arrAtRisk} currency={currency} />
                  </p>
                </div>
                {key !== "left" && (
                  <MentionInput
                    className="w-72!"
                    aria-label={`Decision: ${item.accountName}, ${item.summary}`}
                    placeholder="Decision"
                    value={decisions[item.riskId] ?? ""}
                    onText={(text) => onDecide(item.riskId, text)}
                  />
                )}
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
}

function HoldForm({
  region,
  decisions,
  onHeld,
}: {
  region: string;
  decisions: Record<string, string>;
  onHeld: () => void;
}) {
  const mayWrite = useMay("risks.write");
  const people = useTeammateOptions();
  const [attendees, setAttendees] = useState<string[]>([]);
  const [note, setNote] = useState("");
  const [nextOn, setNextOn] = useState(today().add({ days: 7 }).toString());
  const [nextTime, setNextTime] = useState("10:00");
  const hold = useWrite(holdRiskReview, {
    refreshes: [getRiskAgenda, listRiskReviews, risks.list],
    onSuccess: ({ mailedTo }) => {
      const detail =
        mailedTo > 0
          ? `Its minutes are on their way to ${formatCount(mailedTo, "person", "people")}.`
          : attendees.length > 0
            ? "No mail leaves: outgoing mail (SMTP_URL) is not set up. The minutes stand under Held before."
            : "Nobody was named, so nobody gets the minutes by mail. They stand under Held before.";
      toast({ title: "The review is recorded", detail });
      setNote("");
      onHeld();
    },
  });
  if (!mayWrite) return null;
  const decided = Object.entries(decisions).flatMap(([riskId, text]) =>
    text.trim() ? [{ riskId, text }] : [],
  );
  const nextAt = nextOn
    ? Temporal.PlainDate.from(nextOn)
        .toZonedDateTime({ timeZone: timeZone(), plainTime: Temporal.PlainTime.from(nextTime || "10:00") })
        .toInstant()
        .toString()
    : null;
  return (
    <Card title="Close this review">
      <Form
        onSubmit={() => hold.mutate({ body: { region, attendees, decisions: decided, note, nextAt } })}
        error={hold.error?.message}
        fieldErrors={hold.error?.fields}
        actions={
          <Button variant="primary" type="submit" busy={hold.isPending}>
            Record the review
          </Button>
        }
      >
        <Field label="Who was there" hint="They get the minutes, and the invitation to the next one">
          {(control) => (
            <Combobox
              {...control}
              multiple
              label="Who was there"
              options={[...people]}
              value={attendees}
              onValueChange={setAttendees}
              className="w-full"
            />
          )}
        </Field>
        <TextAreaField
          label="Note"
          path="note"
          optional
          hint="What else was said; it ends the minutes"
          value={note}
          onChange={setNote}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <DateField label="Next review on" path="nextAt" optional value={nextOn} onChange={setNextOn} />
          <TextField label="At" path="nextTime" type="time" value={nextTime} onChange={setNextTime} />
        </div>
      </Form>
    </Card>
  );
}
