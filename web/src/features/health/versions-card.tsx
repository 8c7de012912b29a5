import { type HealthModel, type HealthScore, listHealthScoreVersions } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { RelativeTime } from "../../ui/values.tsx";

type VersionsProps = { score: HealthScore; onUse: ((model: HealthModel) => void) | undefined };

/** Who changed the model when. An earlier one can be taken as the draft, and saved as the next version. */
export function VersionsCard({ score, onUse }: VersionsProps) {
  const versions = useCall(listHealthScoreVersions, { params: { slug: score.slug } });
  return (
    <Card title="Versions">
      {versions.error && <p className="text-s text-bad">{versions.error.message}</p>}
      <ul className="flex flex-col gap-1 text-s">
        {versions.data?.items.map(({ version, at, actor, model }) => (
          <li key={version} className="flex min-h-[30px] items-center justify-between gap-2">
            <span>
              {version} · {actor} · <RelativeTime at={at} />
            </span>
            {onUse && version !== score.version && (
              <Button variant="quiet" aria-label={`Use version ${version}`} onClick={() => onUse(model)}>
                Use
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
