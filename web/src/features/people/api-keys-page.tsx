import { type ApiKey, listApiKeys, revokeApiKey } from "@perennial/contract";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { now } from "../../ui/clock.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { RevocableKeys } from "../../ui/revocable-keys.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { CreateApiKeyDialog } from "./create-api-key-dialog.tsx";

type State = "valid" | "expired" | "revoked";

/** Keys by which programs use the API. */
export function ApiKeysPage() {
  const mayRead = useMay("api-keys.read");
  const mayWrite = useMay("api-keys.write");
  const keys = useCall(listApiKeys, {}, { enabled: mayRead });
  const [isCreating, setCreating] = useState(false);
  const revoke = useWrite(revokeApiKey, {
    refreshes: [listApiKeys],
    onSuccess: (apiKey) => toast({ title: `“${apiKey.name}” is revoked` }),
  });
  const actions = mayWrite && (
    <Button variant="primary" icon={KeyRound} onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <SettingsFrame
      title="API keys"
      intro="A key lets a program read and write within its scopes, never beyond what its owner may do. It is shown once, when it is made."
      actions={actions}
    >
      {!mayRead && <NoPermissionState what="API keys" />}
      {keys.error && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {mayRead && !keys.error && (
        <RevocableKeys
          label="API keys"
          columns={columns}
          keys={keys.data?.items}
          isValid={(key) => stateOf(key) === "valid"}
          {...(mayWrite ? { onRevoke: ({ id }: ApiKey) => revoke.mutate({ params: { id } }) } : {})}
          consequence="Programs that use it are refused from their next request on. This cannot be undone; make a new key instead."
          empty={
            <EmptyState title="No keys yet" actions={actions}>
              Make one for your warehouse, your CRM's sync or a script.
            </EmptyState>
          }
        />
      )}
      {isCreating && <CreateApiKeyDialog onClose={() => setCreating(false)} />}
    </SettingsFrame>
  );
}

function stateOf(key: ApiKey): State {
  if (key.revokedAt) return "revoked";
  if (key.expiresAt && Temporal.Instant.compare(key.expiresAt, now()) <= 0) return "expired";
  return "valid";
}

const stateWords: Record<State, { label: string; tone: "good" | "warn" | "neutral" }> = {
  valid: { label: "Valid", tone: "good" },
  expired: { label: "Expired", tone: "warn" },
  revoked: { label: "Revoked", tone: "neutral" },
};

const columns: GridColumn<ApiKey>[] = [
  { id: "name", type: "text", title: "Name", width: 150 },
  { id: "hint", type: "text", title: "Key", width: 106, hint: "Its first and last characters" },
  { id: "scopes", type: "text", title: "Scopes", width: 190, value: (key) => scopeWords(key.scopes) },
  {
    id: "state",
    type: "readonly",
    title: "State",
    width: 90,
    value: stateOf,
    render: (key) => <Badge tone={stateWords[stateOf(key)].tone}>{stateWords[stateOf(key)].label}</Badge>,
  },
  {
    id: "lastUsedAt",
    type: "readonly",
    title: "Last used",
    width: 104,
    render: (key) => <RelativeTime at={key.lastUsedAt} missing="never used" />,
  },
  {
    id: "expiresAt",
    type: "readonly",
    title: "Expires",
    width: 108,
    render: (key) => <RelativeTime at={key.expiresAt} missing="does not expire" />,
  },
  { id: "createdByName", type: "text", title: "Made by", width: 120 },
];

function scopeWords(scopes: readonly string[]): string {
  return scopes.includes("*") ? "everything" : scopes.join(", ");
}
