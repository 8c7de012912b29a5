import { getSignInOptions, giveSecondFactor, signIn } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { z } from "zod";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { EntryLayout } from "../../ui/entry-layout.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { enter } from "./enter.ts";

const search = z.object({ to: z.string().default("/"), problem: z.string().default("") });

/** What went wrong at the identity provider, by the word it comes back with. */
const problems: Record<string, string> = {
  refused: "Your identity provider let you in, but nobody here has invited you with that e-mail.",
  late: "That took too long. Try again.",
  often: "Too many attempts. Try again in a few minutes.",
  off: "Single sign-on is switched off. Sign in with your password.",
};
const unknownProblem = "Signing in there did not work. Try again, or ask an administrator.";

/** Signing in, by password and second factor or at the identity provider; afterwards one is where one wanted to go. */
export function SignInPage() {
  const [{ to, problem }] = useUrlState(search);
  const [isSecondStep, setSecondStep] = useState(false);
  return isSecondStep ? (
    <SecondStep to={to} onRestart={() => setSecondStep(false)} />
  ) : (
    <FirstStep to={to} problem={problem} onSecondFactor={() => setSecondStep(true)} />
  );
}

/** Asks for the authenticator's code. */
function SecondStep({ to, onRestart }: { to: string; onRestart: () => void }) {
  const [code, setCode] = useState("");
  const give = useWrite(giveSecondFactor, { base: "/auth", onSuccess: () => enter(to) });
  const hasFields = (give.error?.fields.length ?? 0) > 0;
  return (
    <EntryLayout
      title="Second step"
      footer="Lost your authenticator? A recovery code works too. Without either, ask an administrator."
    >
      <Form
        fieldErrors={give.error?.fields}
        error={hasFields ? undefined : give.error?.message}
        onSubmit={() => give.mutate({ body: { code } })}
      >
        <TextField
          label="Code of your authenticator, or a recovery code"
          path="code"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={setCode}
        />
        <Button
          type="submit"
          variant="primary"
          className="justify-center"
          busy={give.isPending || give.isSuccess}
          disabled={code.trim().length < 6}
        >
          Sign in
        </Button>
        <Button variant="quiet" className="justify-center" onClick={onRestart}>
          Begin again
        </Button>
      </Form>
    </EntryLayout>
  );
}

type FirstStepProps = { to: string; problem: string; onSecondFactor: () => void };

function FirstStep({ to, problem, onSecondFactor }: FirstStepProps) {
  const options = useCall(getSignInOptions, {}, { base: "/auth" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [rememberMe, setRememberMe] = useState(true);
  const attempt = useWrite(signIn, {
    base: "/auth",
    onSuccess: ({ needsSecondFactor }) => (needsSecondFactor ? onSecondFactor() : enter(to)),
  });
  const singleSignOn = options.data?.singleSignOn;
  const returned = problem && (problems[problem] ?? unknownProblem);
  return (
    <EntryLayout
      title="Sign in"
      footer={
        options.data?.mailsPasswordResets ? (
          <Link to="/forgot-password" className="underline underline-offset-2">
            Forgot your password?
          </Link>
        ) : (
          "No password, or forgotten? Ask an administrator of your company for a link."
        )
      }
    >
      <Form
        error={attempt.error?.message ?? (attempt.isIdle && returned ? returned : undefined)}
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
        {singleSignOn && (
          <Button
            className="justify-center"
            onClick={() => location.assign(`/auth/sso/start?to=${encodeURIComponent(to)}`)}
          >
            Sign in with {singleSignOn.label}
          </Button>
        )}
      </Form>
    </EntryLayout>
  );
}
