import { type CompanySettings, getCompany, getMe, updateCompany } from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { CompanyFields } from "../../ui/company-fields.tsx";
import { Form } from "../../ui/field.tsx";
import { monthName } from "../../ui/format.ts";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";

/** The company's own settings. */
export function CompanyPage() {
  const company = useCall(getCompany, {});
  const mayWrite = useMay("company.write");
  return (
    <SettingsFrame
      title="Company"
      intro="What every date, amount and period is counted by. A change holds from now on; what was recorded before stays as it was."
    >
      {company.error && <ErrorState error={company.error} onRetry={() => void company.refetch()} />}
      {company.isPending && <Skeleton />}
      {company.data && mayWrite && <CompanyForm key={JSON.stringify(company.data)} stored={company.data} />}
      {company.data && !mayWrite && <CompanyFacts company={company.data} />}
    </SettingsFrame>
  );
}

function CompanyForm({ stored }: { stored: CompanySettings }) {
  const [company, setCompany] = useState(stored);
  const save = useWrite(updateCompany, {
    refreshes: [getCompany, getMe],
    onSuccess: () => toast({ title: "Company settings saved" }),
  });
  const hasFields = (save.error?.fields.length ?? 0) > 0;
  const isChanged = JSON.stringify(company) !== JSON.stringify(stored);
  return (
    <Form
      className="max-w-lg"
      fieldErrors={save.error?.fields}
      error={hasFields ? undefined : save.error?.message}
      onSubmit={() => save.mutate({ body: company })}
      actions={
        <>
          <Button disabled={!isChanged} onClick={() => setCompany(stored)}>
            Discard
          </Button>
          <Button type="submit" variant="primary" disabled={!isChanged} busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <CompanyFields value={company} onChange={setCompany} />
    </Form>
  );
}

function CompanyFacts({ company }: { company: CompanySettings }) {
  const facts = [
    ["Company", company.name],
    ["Time zone", company.timeZone],
    ["Reporting currency", company.currency],
    ["Fiscal year begins in", monthName(company.fiscalYearStartMonth)],
  ];
  return (
    <dl className="grid max-w-lg grid-cols-[160px_1fr] gap-y-2">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-ink-2">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
