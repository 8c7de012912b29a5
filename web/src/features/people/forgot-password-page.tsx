import { askPasswordReset } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { EntryLayout } from "../../ui/entry-layout.tsx";
import { Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Asks for a link by mail. What it says afterwards does not tell whether the e-mail is known here. */
export function ForgotPasswordPage() {
  const [email, setEmail] = useState("");
  const ask = useWrite(askPasswordReset, { base: "/auth" });
  const hasFields = (ask.error?.fields.length ?? 0) > 0;
  const back = (
    <Link to="/sign-in" className="underline underline-offset-2">
      Back to sign-in
    </Link>
  );
  if (ask.isSuccess) {
    return (
      <EntryLayout title="Look into your mail" footer={back}>
        <p className="text-m text-ink-2" role="status">
          If somebody here signs in as {email}, a link to set a new password is on its way. It works once,
          within the hour.
        </p>
      </EntryLayout>
    );
  }
  return (
    <EntryLayout
      title="Forgot your password?"
      intro="We send a link with which you set a new one."
      footer={back}
    >
      <Form
        fieldErrors={ask.error?.fields}
        error={hasFields ? undefined : ask.error?.message}
        onSubmit={() => ask.mutate({ body: { email } })}
      >
        <TextField
          label="E-mail"
          path="email"
          autoComplete="username"
          autoFocus
          value={email}
          onChange={setEmail}
        />
        <Button
          type="submit"
          variant="primary"
          className="justify-center"
          busy={ask.isPending}
          disabled={email.trim() === ""}
        >
          Send the link
        </Button>
      </Form>
    </EntryLayout>
  );
}
