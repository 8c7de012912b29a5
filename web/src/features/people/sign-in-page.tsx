import { signIn } from "@perennial/contract";
import { useState } from "react";
import { z } from "zod";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { EntryLayout } from "../../ui/entry-layout.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { enter } from "./enter.ts";

const search = z.object({ to: z.string().default("/") });

/** Signing in; afterwards one is where one wanted to go. */
export function SignInPage() {
  const [{ to }] = useUrlState(search);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [rememberMe, setRememberMe] = useState(true);
  const attempt = useWrite(signIn, { base: "/auth", onSuccess: () => enter(to) });
  return (
    <EntryLayout
      title="Sign in"
      footer="No password, or forgotten? Ask an administrator of your company for a link."
    >
      <Form
        error={attempt.error?.message}
        onSubmit={() => attempt.mutate({ body: { email, password, rememberMe } })}
      >
        <Field label="E-mail">
          {(control) => (
            <Input
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <PasswordInput
              {...control}
              name="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          checked={rememberMe}
          onCheckedChange={setRememberMe}
          label="Keep me signed in on this device for 14 days"
        />
        <Button
          type="submit"
          variant="primary"
          className="justify-center"
          busy={attempt.isPending || attempt.isSuccess}
          disabled={email === "" || password === ""}
        >
          Sign in
        </Button>
      </Form>
    </EntryLayout>
  );
}
