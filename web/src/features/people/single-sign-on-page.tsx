import {
  getSingleSignOn,
  removeSingleSignOn,
  type SingleSignOnSettings,
  saveSingleSignOn,
} from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/field.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

/** Where the company's people sign in besides their passwords: an OpenID Connect provider. */
export function SingleSignOnPage() {
  const mayRead = useMay("single-sign-on.read");
  const settings = useCall(getSingleSignOn, {}, { enabled: mayRead });
  return (
    <SettingsFrame
      title="Single sign-on"
      intro="Lets invited teammates sign in at your identity provider (OpenID Connect), by the e-mail it confirms. Nobody is let in who was not invited, and passwords go on working."
    >
      {!mayRead && <NoPermissionState what="Single sign-on" />}
      {settings.error && <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />}
      {mayRead && settings.isPending && <Skeleton />}
      {settings.data && <SettingsForm key={JSON.stringify(settings.data)} stored={settings.data} />}
    </SettingsFrame>
  );
}

function SettingsForm({ stored }: { stored: SingleSignOnSettings }) {
  const [label, setLabel] = useState(stored.label ?? "");
  const [issuer, setIssuer] = useState(stored.issuer ?? "");
  const [clientId, setClientId] = useState(stored.clientId ?? "");
  const [clientSecret, setClientSecret] = useState("");
  const [isLeaving, setLeaving] = useState(false);
  const refreshes = [getSingleSignOn];
  const save = useWrite(saveSingleSignOn, {
    refreshes,
    onSuccess: () => toast({ title: "Single sign-on is on" }),
  });
  const remove = useWrite(removeSingleSignOn, {
    refreshes,
    onSuccess: () => toast({ title: "Single sign-on is off" }),
  });
  const hasFields = (save.error?.fields.length ?? 0) > 0;
  const body = { label, issuer, clientId, ...(clientSecret ? { clientSecret } : {}) };
  const isMissing = [label, issuer, clientId, stored.isOn || clientSecret].includes("");
  return (
    <Form
      className="max-w-lg"
      fieldErrors={save.error?.fields}
      error={hasFields ? undefined : (save.error ?? remove.error)?.message}
      onSubmit={() => save.mutate({ body })}
      actions={
        <>
          {stored.isOn && (
            <Button variant="danger" onClick={() => setLeaving(true)}>
              Turn off…
            </Button>
          )}
          <Button type="submit" variant="primary" busy={save.isPending} disabled={isMissing}>
            {stored.isOn ? "Save" : "Turn on"}
          </Button>
        </>
      }
    >
      <CopyLine label="Redirect address, to be registered at the provider" text={stored.redirectUri} />
      <TextField
        label="Issuer"
        path="issuer"
        hint="Such as https://login.example.com. It is asked for its description when you save."
        value={issuer}
        onChange={setIssuer}
      />
      <TextField label="Client id" path="clientId" value={clientId} onChange={setClientId} />
      <TextField
        label="Client secret"
        path="clientSecret"
        type="password"
        autoComplete="off"
        hint={stored.isOn ? "Left empty, the one that is kept stays." : "Kept encrypted, and never shown."}
        value={clientSecret}
        onChange={setClientSecret}
      />
      <TextField
        label="Name on the button"
        path="label"
        hint="“Sign in with …”"
        value={label}
        onChange={setLabel}
      />
      <ConfirmDialog
        open={isLeaving}
        onOpenChange={setLeaving}
        title="Turn single sign-on off?"
        consequence="Teammates without a password cannot sign in until they get a link for one. Sessions that are open go on."
        confirmLabel="Turn off"
        danger
        onConfirm={() => remove.mutate({})}
      />
    </Form>
  );
}
