import {
  beginSecondFactor,
  confirmSecondFactor,
  getMySecondFactor,
  listMySessions,
  removeSecondFactor,
  renewRecoveryCodes,
} from "@perennial/contract";
import { useState } from "react";
import type { ApiProblem } from "../../api/problem.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, Form, useFieldError } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

type Asks = "begin" | "remove" | "renew";
type Begun = { uri: string; recoveryCodes: string[] };
const refreshes = [getMySecondFactor, listMySessions];

/** One's own second factor: whether it is on, and what can be done about it. */
export function SecondFactorCard() {
  const state = useCall(getMySecondFactor, {});
  const [asks, setAsks] = useState<Asks>();
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<string[]>();
  const isOn = state.data?.isOn ?? false;
  return (
    <Card
      title="Second factor"
      subtitle="A code of an authenticator app, asked for after the password."
      actions={state.data && <Badge tone={isOn ? "good" : "neutral"}>{isOn ? "On" : "Off"}</Badge>}
    >
      {state.error && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
      {state.isPending && <Skeleton />}
      {state.data && !state.data.hasPassword && (
        <p className="text-s text-ink-2">You sign in at your identity provider, which asks for its own.</p>
      )}
      {state.data?.hasPassword && !isOn && <Button onClick={() => setAsks("begin")}>Set up…</Button>}
      {isOn && (
        <div className="flex flex-wrap items-center gap-2">
          <span className="grow text-s text-ink-2">{state.data?.recoveryCodesLeft} recovery codes left</span>
          <Button onClick={() => setAsks("renew")}>New recovery codes…</Button>
          <Button variant="danger" onClick={() => setAsks("remove")}>
            Turn off…
          </Button>
        </div>
      )}
      {asks && (
        <PasswordDialog
          asks={asks}
          onClose={() => setAsks(undefined)}
          onBegun={setBegun}
          onCodes={setCodes}
        />
      )}
      {begun && <SetUpDialog begun={begun} onClose={() => setBegun(undefined)} />}
      {codes && (
        <Dialog open onOpenChange={() => setCodes(undefined)} title="New recovery codes" width="s">
          <RecoveryCodes codes={codes} />
        </Dialog>
      )}
    </Card>
  );
}

const words: Record<Asks, { title: string; action: string }> = {
  begin: { title: "Set up a second factor", action: "Go on" },
  renew: { title: "Make new recovery codes", action: "Make new codes" },
  remove: { title: "Turn the second factor off", action: "Turn off" },
};

type PasswordDialogProps = {
  asks: Asks;
  onClose: () => void;
  onBegun: (begun: Begun) => void;
  onCodes: (codes: string[]) => void;
};

/** Asks for the password again before anything about the second factor changes. */
function PasswordDialog({ asks, onClose, onBegun, onCodes }: PasswordDialogProps) {
  const [password, setPassword] = useState("");
  const begin = useWrite(beginSecondFactor, {
    onSuccess: (begun) => {
      onClose();
      onBegun(begun);
    },
  });
  const renew = useWrite(renewRecoveryCodes, {
    refreshes,
    onSuccess: ({ recoveryCodes }) => {
      onClose();
      onCodes(recoveryCodes);
    },
  });
  const remove = useWrite(removeSecondFactor, {
    refreshes,
    onSuccess: () => {
      onClose();
      toast({ title: "The second factor is off" });
    },
  });
  const write = { begin, renew, remove }[asks];
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title={words[asks].title} width="s">
      <Form
        {...errorsOf(write.error)}
        onSubmit={() => write.mutate({ body: { password } })}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              variant={asks === "remove" ? "danger" : "primary"}
              busy={write.isPending}
              disabled={password === ""}
            >
              {words[asks].action}
            </Button>
          </>
        }
      >
        <PasswordField value={password} onChange={setPassword} />
      </Form>
    </Dialog>
  );
}

function PasswordField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const error = useFieldError("password", "Your password");
  return (
    <Field label="Your password" error={error}>
      {(control) => (
        <PasswordInput
          {...control}
          autoComplete="current-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** The QR code, the recovery codes, and the first code that turns it on. */
function SetUpDialog({ begun, onClose }: { begun: Begun; onClose: () => void }) {
  const [code, setCode] = useState("");
  const confirm = useWrite(confirmSecondFactor, {
    refreshes,
    onSuccess: () => {
      onClose();
      toast({ title: "The second factor is on" });
    },
  });
  const secret = new URL(begun.uri).searchParams.get("secret") ?? "";
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Set up a second factor"
      description="Scan the code with your authenticator app, keep the recovery codes, then give the code the app shows."
    >
      <Form
        {...errorsOf(confirm.error)}
        onSubmit={() => confirm.mutate({ body: { code } })}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              variant="primary"
              busy={confirm.isPending}
              disabled={code.trim().length < 6}
            >
              Turn on
            </Button>
          </>
        }
      >
        <TextField
          label="Code the app shows"
          path="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          value={code}
          onChange={setCode}
        />
        <div className="grid gap-4 sm:grid-cols-[auto_1fr]">
          <QrCode text={begun.uri} label="QR code for your authenticator app" />
          <RecoveryCodes codes={begun.recoveryCodes} />
        </div>
        <CopyLine label="Or type this secret into the app" text={secret} />
      </Form>
    </Dialog>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="min-w-0">
      <p className="text-s text-ink-2">
        Recovery codes: each works once, when the app is lost. They are not shown again.
      </p>
      <ul className="my-2 grid grid-cols-2 gap-x-4 font-mono text-s">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyLine label="All of them" text={codes.join(" ")} />
    </div>
  );
}

function errorsOf(error: ApiProblem | null) {
  const fieldErrors = error?.fields ?? [];
  return { fieldErrors, error: fieldErrors.length > 0 ? undefined : error?.message };
}
