import { polarities, type WaitingIndicator } from "@perennial/contract";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";

/** Indicators that the company's data does not carry yet, each with what would bring it to life. */
export function WaitingList({ waiting }: { waiting: readonly WaitingIndicator[] }) {
  if (waiting.length === 0) return null;
  return (
    <Card
      className="mt-3.5"
      title="Waiting for their data"
      subtitle="They work by themselves as soon as what they read is there."
    >
      <ul className="divide-y divide-line">
        {waiting.map(({ slug, name, description, polarity, waitsFor }) => {
          const kind = polarities.find(({ value }) => value === polarity);
          return (
            <li key={slug} className="grid gap-x-4 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
              <div>
                <p className="flex items-center gap-2">
                  {kind && <Badge tone={kind.tone}>{kind.label}</Badge>}
                  <span className="font-medium">{name}</span>
                </p>
                <p className="text-s text-ink-2">{description}</p>
              </div>
              <p className="text-ink-2">{waitsFor}</p>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
