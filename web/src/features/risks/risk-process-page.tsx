import {
  getRiskSettings,
  listRiskDepartments,
  listRiskTiers,
  listRootCauses,
  putRiskTiers,
  putRootCauses,
  type RiskTier,
  type RootCause,
  templates,
} from "@perennial/contract";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { slugOf } from "../../api/slug.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { DepartmentsForm } from "./departments-form.tsx";
import { RecurrenceForm } from "./recurrence-form.tsx";

/** The company's own root causes, tiers and departments. */
export function RiskProcessPage() {
  const mayEdit = useMay("risks.configure");
  const causes = useCall(listRootCauses, {}, { live: ["risk-root-cause"] });
  const tiers = useCall(listRiskTiers, {}, { live: ["risk-tier"] });
  const departments = useCall(listRiskDepartments, {}, { live: ["risk-department"] });
  const settings = useCall(getRiskSettings, {}, { live: ["risk-settings"] });
  const error = causes.error ?? tiers.error ?? departments.error ?? settings.error;
  return (
    <SettingsFrame
      title="Risk process"
      intro="What risks are put down to, what each tier asks for, and who helps."
    >
      {error && <ErrorState error={error} />}
      {!error && !(causes.data && tiers.data && departments.data && settings.data) && <Skeleton lines={8} />}
      {causes.data && tiers.data && departments.data && settings.data && (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="flex flex-col gap-4">
            <CausesForm key={JSON.stringify(causes.data)} causes={causes.data.items} mayEdit={mayEdit} />
            <RecurrenceForm key={settings.data.recurrenceDays} settings={settings.data} mayEdit={mayEdit} />
          </div>
          <div className="flex flex-col gap-4">
            <TiersForm key={JSON.stringify(tiers.data)} tiers={tiers.data.items} mayEdit={mayEdit} />
            <DepartmentsForm
              key={JSON.stringify(departments.data)}
              departments={departments.data.items}
              mayEdit={mayEdit}
            />
          </div>
        </div>
      )}
    </SettingsFrame>
  );
}

function CausesForm({ causes, mayEdit }: { causes: readonly RootCause[]; mayEdit: boolean }) {
  const [draft, setDraft] = useState<RootCause[]>([...causes]);
  const save = useWrite(putRootCauses, {
    refreshes: [listRootCauses],
    onSuccess: () => toast({ title: "Saved" }),
  });
  const change = (at: number, patch: Partial<RootCause>) =>
    setDraft(draft.map((cause, index) => (index === at ? { ...cause, ...patch } : cause)));
  const items = draft.map((cause) => ({ ...cause, slug: cause.slug || slugOf(cause.name) }));
  return (
    <Card title="Root causes" subtitle="Risks keep causes that are taken away">
      <Form
        onSubmit={() => save.mutate({ body: { items } })}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          mayEdit && (
            <>
              <Button
                icon={Plus}
                onClick={() => setDraft([...draft, { slug: "", name: "", category: "Adoption" }])}
              >
                Add a cause
              </Button>
              <Button variant="primary" type="submit" busy={save.isPending}>
                Save
              </Button>
            </>
          )
        }
      >
        <ul className="flex flex-col gap-1.5">
          {draft.map((cause, at) => (
            <li key={cause.slug || `new-${at}`} className="flex gap-2">
              <Input
                aria-label={`Name of cause ${at + 1}`}
                readOnly={!mayEdit}
                value={cause.name}
                onChange={(event) => change(at, { name: event.target.value })}
              />
              <Input
                className="w-36!"
                aria-label={`Category of cause ${at + 1}`}
                readOnly={!mayEdit}
                value={cause.category}
                onChange={(event) => change(at, { category: event.target.value })}
              />
              {mayEdit && (
                <IconButton
                  icon={X}
                  label={`Take away ${cause.name}`}
                  onClick={() => setDraft(draft.filter((_, index) => index !== at))}
                />
              )}
            </li>
          ))}
        </ul>
      </Form>
    </Card>
  );
}

type TierTexts = { reviewDays: string; escalatesAfterDays: string };
const noNote = { value: "", label: "None" };

function TiersForm({ tiers, mayEdit }: { tiers: readonly RiskTier[]; mayEdit: boolean }) {
  const [texts, setTexts] = useState<TierTexts[]>(
    tiers.map(({ reviewDays, escalatesAfterDays }) => ({
      reviewDays: String(reviewDays),
      escalatesAfterDays: escalatesAfterDays === null ? "" : String(escalatesAfterDays),
    })),
  );
  const [noteOf, setNoteOf] = useState(tiers.map(({ noteTemplate }) => noteTemplate));
  const found = useCall(templates.list, { query: { kind: "note" } }).data?.items ?? [];
  const notes = [noNote, ...found.map(({ slug, name }) => ({ value: slug, label: name }))];
  const save = useWrite(putRiskTiers, {
    refreshes: [listRiskTiers],
    onSuccess: () => toast({ title: "Saved" }),
  });
  const items = tiers.map((tier, at) => ({
    ...tier,
    reviewDays: Number(texts[at]?.reviewDays),
    escalatesAfterDays: texts[at]?.escalatesAfterDays ? Number(texts[at].escalatesAfterDays) : null,
    noteTemplate: noteOf[at] || null,
  }));
  const field = (at: number, key: keyof TierTexts, label: string) => (
    <TextField
      label={label}
      path={`items[${at}].${key}`}
      inputMode="numeric"
      readOnly={!mayEdit}
      optional={key === "escalatesAfterDays"}
      value={texts[at]?.[key] ?? ""}
      onChange={(text) =>
        setTexts(texts.map((each, index) => (index === at ? { ...each, [key]: text } : each)))
      }
    />
  );
  return (
    <Card title="Tiers">
      <Form
        onSubmit={() => save.mutate({ body: { items } })}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          mayEdit && (
            <Button variant="primary" type="submit" busy={save.isPending}>
              Save
            </Button>
          )
        }
      >
        {tiers.map((tier, at) => (
          <fieldset key={tier.tier} className="border-b border-line pb-3 last:border-0">
            <legend className="font-medium">
              {tier.tier} {tier.name}
            </legend>
            <p className="mb-2 text-s text-ink-2">{tier.description}</p>
            <div className="grid gap-3 sm:grid-cols-2">
              {field(at, "reviewDays", "Days between reviews")}
              {tier.tier < 3 && field(at, "escalatesAfterDays", "Days overdue until it goes up")}
              <Field label="First note answers" hint="What the template requires must be answered">
                {(control) => (
                  <Select
                    {...control}
                    disabled={!mayEdit}
                    options={notes}
                    value={noteOf[at] ?? ""}
                    onValueChange={(slug: string) =>
                      setNoteOf(noteOf.map((each, index) => (index === at ? slug : each)))
                    }
                  />
                )}
              </Field>
            </div>
          </fieldset>
        ))}
      </Form>
    </Card>
  );
}
