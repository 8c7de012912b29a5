import {
  archiveStandard,
  listQualityChecks,
  listQualityRows,
  type QualityStandard,
  restoreStandard,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";
import { StandardDialog } from "./standard-dialog.tsx";

const refreshes = [listQualityChecks, listQualityRows];

/** What a standard asks, in words, and who sees to it. */
export function StandardHead({ standard: { sentence, ownerName } }: { standard: QualityStandard }) {
  return (
    <dl className="mb-3 grid max-w-3xl grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
      <dt className="text-ink-2">Must hold</dt>
      <dd>{sentence ?? "–"}</dd>
      <dt className="text-ink-2">Owner</dt>
      <dd>{ownerName ?? "Nobody"}</dd>
    </dl>
  );
}

export function StandardActions({ standard }: { standard: QualityStandard }) {
  const mayWrite = useMay("data-quality.write");
  const [isEdited, setEdited] = useState(false);
  const navigate = useNavigate();
  const params = { id: standard.id };
  const restore = useWrite(restoreStandard, { refreshes });
  const archive = useWrite(archiveStandard, {
    refreshes,
    onSuccess: () => {
      void navigate({ to: "/data-quality" });
      toast({ title: `“${standard.name}” is archived`, undo: () => restore.mutate({ params }) });
    },
  });
  if (!mayWrite) return null;
  return (
    <>
      <Button onClick={() => setEdited(true)}>Edit</Button>
      <Button
        busy={archive.isPending}
        onClick={() =>
          archive.mutate({ params }, { onError: (error) => toast({ title: error.message, tone: "bad" }) })
        }
      >
        Archive
      </Button>
      {isEdited && <StandardDialog standard={standard} onClose={() => setEdited(false)} />}
    </>
  );
}
