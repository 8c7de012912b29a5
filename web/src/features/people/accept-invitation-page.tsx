import { acceptInvitation } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { EntryLayout } from "../../ui/entry-layout.tsx";
import { Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { enter } from "./enter.ts";
import { LinkPage } from "./link-page.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { useLink } from "./use-link.ts";

/** Where an invitation's link leads: one's name, a password, and one is in. */
export function AcceptInvitationPage({ params }: { params: { token: string } }) {
  const link = useLink("invitation", params.token);
  return (
    <LinkPage title="Accept your invitation" link={link}>
      {(holder) => (
        <AcceptForm
          token={params.token}
          email={holder.email ?? ""}
          knownName={holder.name ?? ""}
          companyName={holder.companyName}
        />
      )}
    </LinkPage>
  );
}

type AcceptFormProps = { token: string; email: string; knownName: string; companyName: string };

function AcceptForm({ token, email, knownName, companyName }: AcceptFormProps) {
  const [name, setName] = useState(knownName);
  const [password, setPassword] = useState("");
  const accept = useWrite(acceptInvitation, { base: "/auth", onSuccess: () => enter() });
  const hasFields = (accept.error?.fields.length ?? 0) > 0;
  return (
    <EntryLayout title={`Join ${companyName}`} intro={`You were invited as ${email}.`}>
      <Form
        fieldErrors={accept.error?.fields}
        error={hasFields ? undefined : accept.error?.message}
        onSubmit={() => accept.mutate({ body: { token, name, password } })}
      >
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          label="Your name"
          path="name"
          autoComplete="name"
          autoFocus
          value={name}
          onChange={setName}
        />
        <NewPasswordField value={password} onChange={setPassword} />
        <Button
          type="submit"
          variant="primary"
          className="justify-center"
          busy={accept.isPending || accept.isSuccess}
        >
          Join and sign in
        </Button>
      </Form>
    </EntryLayout>
  );
}
