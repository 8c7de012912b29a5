import { type CompanySettings, setUp } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { CompanyFields } from "../../ui/company-fields.tsx";
import { EntryLayout } from "../../ui/entry-layout.tsx";
import { Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { enter } from "./enter.ts";
import { LinkPage } from "./link-page.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { useLink } from "./use-link.ts";

const startOf = (): CompanySettings => ({
  name: "",
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
  currency: "USD",
  fiscalYearStartMonth: 1,
});

/** The first page of a new installation: its administrator and its company. */
export function SetUpPage({ params }: { params: { token: string } }) {
  const link = useLink("set-up", params.token);
  return (
    <LinkPage title="Set up Perennial" link={link}>
      {() => <SetUpForm token={params.token} />}
    </LinkPage>
  );
}

function SetUpForm({ token }: { token: string }) {
  const [person, setPerson] = useState({ name: "", email: "", password: "" });
  const [company, setCompany] = useState(startOf);
  const claim = useWrite(setUp, { base: "/auth", onSuccess: () => enter() });
  const change = (patch: Partial<typeof person>) => setPerson({ ...person, ...patch });
  const hasFields = (claim.error?.fields.length ?? 0) > 0;
  return (
    <EntryLayout
      title="Set up Perennial"
      intro="You become its first administrator. Everything here can be changed later in the settings."
      footer="This link works once."
    >
      <Form
        fieldErrors={claim.error?.fields}
        error={hasFields ? undefined : claim.error?.message}
        onSubmit={() => claim.mutate({ body: { token, ...person, company } })}
      >
        <TextField
          label="Your name"
          path="name"
          autoComplete="name"
          autoFocus
          value={person.name}
          onChange={(name) => change({ name })}
        />
        <TextField
          label="Your e-mail"
          path="email"
          type="email"
          autoComplete="username"
          value={person.email}
          onChange={(email) => change({ email })}
        />
        <NewPasswordField value={person.password} onChange={(password) => change({ password })} />
        <hr className="border-line" />
        <CompanyFields pathPrefix="company." value={company} onChange={setCompany} />
        <Button
          type="submit"
          variant="primary"
          className="justify-center"
          busy={claim.isPending || claim.isSuccess}
        >
          Create administrator and open Perennial
        </Button>
      </Form>
    </EntryLayout>
  );
}
