import { type Template, templates } from "@perennial/contract";
import { useAccountOptions } from "../../api/account-options.ts";
import { useCall } from "../../api/query.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";

const partLabels: Readonly<Record<string, string>> = {
  subject: "Subject",
  body: "Text",
  name: "Name",
  title: "Title",
  description: "Description",
};

/** `tasks.value-review.title` as people read it. */
function labelOf(part: string): string {
  const [, task, field = ""] = part.split(".");
  return task ? `Task ${task}: ${(partLabels[field] ?? field).toLowerCase()}` : (partLabels[part] ?? part);
}

/** A template as it would come out for a real account, with the variables that have no value there. */
export function TemplatePreviewDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const { accountId, choose, options, onSearch } = useAccountOptions();
  const preview = useCall(
    templates.preview,
    { params: { id: template.id }, body: { accountId: accountId ?? "" } },
    { enabled: accountId !== null, keepPrevious: true },
  );
  const texts = accountId ? preview.data?.texts : undefined;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={template.name}
      description={template.description || `${template.category}, version ${template.version}`}
      placement="side"
    >
      <div className="flex flex-col gap-4">
        <Field label="Show it for" hint="Nothing is sent or made.">
          {(control) => (
            <Combobox
              {...control}
              label="Account"
              placeholder="Choose an account"
              options={options}
              onSearch={onSearch}
              value={accountId}
              onValueChange={choose}
            />
          )}
        </Field>
        {preview.error && <ErrorState error={preview.error} onRetry={() => preview.refetch()} />}
        {accountId && !texts && !preview.error && <Skeleton lines={6} />}
        {texts && preview.data && preview.data.problems.length > 0 && (
          <ul role="alert" className="text-s text-bad">
            {preview.data.problems.map((problem) => (
              <li key={`${problem.part} ${problem.text}`}>
                {labelOf(problem.part)}:{" "}
                {problem.kind === "missing" ? `${problem.text} has no value here` : problem.text}
              </li>
            ))}
          </ul>
        )}
        {texts && (
          <dl className="flex flex-col gap-2.5">
            {Object.entries(texts).map(([part, text]) => (
              <div key={part}>
                <dt className="text-s text-ink-3">{labelOf(part)}</dt>
                <dd className="whitespace-pre-line break-words">{text}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Dialog>
  );
}
