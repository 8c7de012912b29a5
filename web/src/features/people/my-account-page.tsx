import { changeMyPassword, listMySessions, revokeMySession, type Session } from "@perennial/contract";
import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { Field, Form, useFieldError } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { deviceName } from "./device-name.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { SecondFactorCard } from "./second-factor-card.tsx";

/** What is one's own: the password, and where one is signed in. */
export function MyAccountPage() {
  const me = useMe();
  return (
    <SettingsFrame
      title="Password and sign-in"
      intro={`Signed in as ${me.data?.name} (${me.data?.teammate?.email ?? "no e-mail"}).`}
    >
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Card title="Password">
          <PasswordForm />
        </Card>
        <SecondFactorCard />
        <Card title="Where you are signed in">
          <Sessions />
        </Card>
      </div>
    </SettingsFrame>
  );
}

function PasswordForm() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useWrite(changeMyPassword, {
    refreshes: [listMySessions],
    onSuccess: () => {
      setCurrent("");
      setNext("");
      toast({ title: "Password changed", detail: "Your other sessions have ended." });
    },
  });
  const hasFields = (change.error?.fields.length ?? 0) > 0;
  return (
    <Form
      fieldErrors={change.error?.fields}
      error={hasFields ? undefined : change.error?.message}
      onSubmit={() => change.mutate({ body: { currentPassword: current, newPassword: next } })}
      actions={
        <Button type="submit" busy={change.isPending} disabled={current === "" || next === ""}>
          Change password
        </Button>
      }
    >
      <CurrentPassword value={current} onChange={setCurrent} />
      <NewPasswordField label="New password" path="newPassword" value={next} onChange={setNext} />
    </Form>
  );
}

function CurrentPassword({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const error = useFieldError("currentPassword");
  return (
    <Field label="Current password" error={error}>
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

function Sessions() {
  const sessions = useCall(listMySessions, {}, { live: ["teammate"] });
  const end = useWrite(revokeMySession, {
    refreshes: [listMySessions],
    onSuccess: () => toast({ title: "That session has ended" }),
  });
  if (sessions.error) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (!sessions.data) return <Skeleton />;
  return (
    <ul className="divide-y divide-line">
      {sessions.data.items.map((session) => (
        <SessionLine
          key={session.id}
          session={session}
          busy={end.isPending && end.variables.params.id === session.id}
          onEnd={() => end.mutate({ params: { id: session.id } })}
        />
      ))}
    </ul>
  );
}

type SessionLineProps = { session: Session; busy: boolean; onEnd: () => void };

function SessionLine({ session, busy, onEnd }: SessionLineProps) {
  const device = deviceName(session.userAgent);
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 grow">
        <p className="truncate">{device}</p>
        <p className="text-s text-ink-3">
          {session.ipAddress ?? "address unknown"} · signed in <RelativeTime at={session.createdAt} />
        </p>
      </div>
      {session.isCurrent ? (
        <Badge tone="good">This one</Badge>
      ) : (
        <Button busy={busy} aria-label={`End the session on ${device}`} onClick={onEnd}>
          End
        </Button>
      )}
    </li>
  );
}
