import { listWriteKeys, revokeWriteKey, type WriteKey } from "@perennial/contract";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { RevocableKeys } from "../../ui/revocable-keys.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { CreateWriteKeyDialog } from "./create-write-key-dialog.tsx";
import { EventNamesCard } from "./event-names-card.tsx";

/** Keys by which a product sends its events, and what arrives. */
export function EventSourcesPage() {
  const mayRead = useMay("write-keys.read");
  const mayWrite = useMay("write-keys.write");
  const keys = useCall(listWriteKeys, {}, { enabled: mayRead });
  const [isCreating, setCreating] = useState(false);
  const revoke = useWrite(revokeWriteKey, {
    refreshes: [listWriteKeys],
    onSuccess: (key) => toast({ title: `“${key.name}” is revoked` }),
  });
  const actions = mayWrite && (
    <Button variant="primary" icon={KeyRound} onClick={() => setCreating(true)}>
      New write key
    </Button>
  );
  return (
    <SettingsFrame
      title="Event sources"
      intro="Your product sends events the way it would send them to Segment: any of its libraries works with a write key and this address."
      actions={actions}
    >
      {!mayRead && <NoPermissionState what="write keys" />}
      {keys.error && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      <div className="flex flex-col gap-4">
        {mayRead && !keys.error && (
          <RevocableKeys
            label="Write keys"
            columns={columns}
            keys={keys.data?.items}
            isValid={(key) => !key.revokedAt}
            {...(mayWrite ? { onRevoke: ({ id }: WriteKey) => revoke.mutate({ params: { id } }) } : {})}
            consequence="Whatever sends with it is refused from its next request on. What it has sent stays. This cannot be undone; make a new key instead."
            empty={
              <EmptyState title="No write keys yet" actions={actions}>
                Make one for each product or pipeline that sends events, so that each can be revoked alone.
              </EmptyState>
            }
          />
        )}
        <EventNamesCard />
      </div>
      {isCreating && <CreateWriteKeyDialog onClose={() => setCreating(false)} />}
    </SettingsFrame>
  );
}

const columns: GridColumn<WriteKey>[] = [
  { id: "name", type: "text", title: "Name", width: 180 },
  { id: "hint", type: "text", title: "Key", width: 106, hint: "Its last characters" },
  {
    id: "state",
    type: "readonly",
    title: "State",
    width: 90,
    value: (key) => (key.revokedAt ? "revoked" : "valid"),
    render: (key) => (
      <Badge tone={key.revokedAt ? "neutral" : "good"}>{key.revokedAt ? "Revoked" : "Valid"}</Badge>
    ),
  },
  {
    id: "lastUsedAt",
    type: "readonly",
    title: "Last used",
    width: 120,
    render: (key) => <RelativeTime at={key.lastUsedAt} missing="never used" />,
  },
  { id: "createdByName", type: "text", title: "Made by", width: 140 },
];
