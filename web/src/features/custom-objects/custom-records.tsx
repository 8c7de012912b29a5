import { type CustomObject, listCustomObjects, listTraits } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { NewRecordDialog } from "./new-record-dialog.tsx";
import { RecordPage } from "./record-page.tsx";

const search = z.object({ object: z.string().optional(), id: z.string().optional() });

type CustomRecordsProps = {
  /** The page of an object's views; it belongs to another feature. */
  list: (object: CustomObject, traits: readonly string[], actions: ReactNode) => ReactNode;
};

/** What the company keeps beside accounts: the records of one custom object, or one of them. */
export function CustomRecords({ list }: CustomRecordsProps) {
  const [{ object: slug, id }] = useUrlState(search);
  const mayWrite = useMay("custom-objects.write");
  const [isNew, setNew] = useState(false);
  const objects = useCall(listCustomObjects, {}, { live: ["custom-object"] });
  const traits = useCall(
    listTraits,
    { query: { object: slug ?? "" } },
    { enabled: slug !== undefined, live: ["trait"] },
  );
  if (objects.error) return <ErrorState error={objects.error} onRetry={() => void objects.refetch()} />;
  if (!objects.data) return <Skeleton lines={8} />;
  const object = objects.data.items.find((each) => each.slug === slug);
  if (!object) return <Choose objects={objects.data.items} />;
  if (id !== undefined) return <RecordPage key={id} object={object} id={id} />;
  if (!traits.data) return <Skeleton lines={8} />;
  const add = object.mirrorOf ? (
    <Badge>A copy of {object.mirrorOf}, changed there</Badge>
  ) : (
    mayWrite && (
      <Button variant="primary" icon={Plus} onClick={() => setNew(true)}>
        New {object.name.toLowerCase()}
      </Button>
    )
  );
  return (
    <>
      {list(
        object,
        traits.data.items.map((trait) => `trait:${trait.slug}`),
        add,
      )}
      {isNew && <NewRecordDialog object={object} onClose={() => setNew(false)} />}
    </>
  );
}

function Choose({ objects }: { objects: readonly CustomObject[] }) {
  return (
    <>
      <PageHeader title="Custom objects" />
      {objects.length === 0 ? (
        <EmptyState title="No custom object yet">
          Sites, licences, deals: a kind of record of your own is defined in{" "}
          <Link to="/settings/objects" className="underline">
            Settings › Custom objects
          </Link>
          .
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {objects.map(({ slug, namePlural, description }) => (
            <li key={slug} className="py-2">
              <Link to="/records" search={{ object: slug } as never} className="font-[550] hover:underline">
                {namePlural}
              </Link>
              {description && <p className="text-s text-ink-2">{description}</p>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
