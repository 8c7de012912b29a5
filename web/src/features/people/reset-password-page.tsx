import { resetPassword } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { EntryLayout } from "../../ui/entry-layout.tsx";
import { Form } from "../../ui/field.tsx";
import { enter } from "./enter.ts";
import { LinkPage } from "./link-page.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { useLink } from "./use-link.ts";

/** Where a reset link leads: a new password. */
export function ResetPasswordPage({ params }: { params: { token: string } }) {
  const link = useLink("password-reset", params.token);
  return (
    <LinkPage title="Set a new password" link={link}>
      {(holder) => <ResetForm token={params.token} email={holder.email ?? ""} />}
    </LinkPage>
  );
}

function ResetForm({ token, email }: { token: string; email: string }) {
  const [password, setPassword] = useState("");
  const reset = useWrite(resetPassword, { base: "/auth", onSuccess: () => enter() });
  const hasFields = (reset.error?.fields.length ?? 0) > 0;
  return (
    <EntryLayout
      title="Set a new password"
      intro={`For ${email}. Every session opened with the old one ends.`}
    >
      <Form
        fieldErrors={reset.error?.fields}
        error={hasFields ? undefined : reset.error?.message}
        onSubmit={() => reset.mutate({ body: { token, password } })}
      >
        <NewPasswordField label="New password" value={password} onChange={setPassword} />
        <Button
          type="submit"
          variant="primary"
          className="justify-center"
          busy={reset.isPending || reset.isSuccess}
        >
          Set password and sign in
        </Button>
      </Form>
    </EntryLayout>
  );
}
