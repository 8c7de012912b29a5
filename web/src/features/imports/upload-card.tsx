import { createImport, listImportObjects } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useCall } from "../../api/query.ts";
import { upload } from "../../api/upload.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { cx } from "../../ui/class-names.ts";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Select } from "../../ui/select.tsx";
import { objectLabel } from "./import-words.ts";

/** Where an import begins: what the rows are, where they come from, and the file. */
export function UploadCard() {
  const navigate = useNavigate();
  const objects = useCall(listImportObjects, {});
  const chooser = useRef<HTMLInputElement>(null);
  const [object, setObject] = useState("accounts");
  const [source, setSource] = useState("app");
  const [isOver, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; done: number; total: number } | null>(null);
  const [error, setError] = useState<string | null>(null);

  const send = async (file: File | undefined) => {
    if (!file) return;
    setError(null);
    setSending({ name: file.name, done: 0, total: file.size });
    try {
      const query = { object, source: source.trim() || "app", fileName: file.name };
      const draft = await upload(createImport, { query }, file, {
        onProgress: (fraction) =>
          setSending({ name: file.name, done: Math.round(file.size * fraction), total: file.size }),
      });
      await navigate({ to: "/data/imports/$id", params: { id: draft.id } } as never);
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : "The file could not be sent. Try again.");
    } finally {
      setSending(null);
    }
  };
  const options = (objects.data?.items ?? [{ object: "accounts" }]).map((one) => ({
    value: one.object,
    label: objectLabel(one.object),
  }));

  return (
    <Card
      title="Import a file"
      subtitle="CSV in any encoding. Nothing is written before you have seen what would happen."
    >
      <div className="grid gap-4 md:grid-cols-[200px_200px_minmax(0,1fr)]">
        <Field label="Each row is one of">
          {(control) => <Select {...control} options={options} value={object} onValueChange={setObject} />}
        </Field>
        <Field label="Ids come from" hint="The system whose ids the file carries: app, crm:salesforce …">
          {(control) => (
            <Input
              {...control}
              value={source}
              onChange={(event) => setSource(event.target.value)}
              maxLength={100}
            />
          )}
        </Field>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the button does */}
        <div
          className={cx(
            "flex min-h-24 flex-col items-center justify-center gap-2 rounded-control border border-dashed px-4 py-3 text-center",
            isOver ? "border-accent bg-accent-soft" : "border-line-strong",
          )}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void send(event.dataTransfer.files[0]);
          }}
        >
          {sending ? (
            <div className="w-full max-w-md text-left">
              <Progress
                label={sending.done < sending.total ? `Sending ${sending.name}` : `Reading ${sending.name}`}
                done={sending.done}
                total={sending.total}
              />
            </div>
          ) : (
            <>
              <Button variant="primary" icon={FileUp} onClick={() => chooser.current?.click()}>
                Choose a file
              </Button>
              <span className="text-s text-ink-2">or drop it here · up to 2 GB</span>
            </>
          )}
          <input
            ref={chooser}
            type="file"
            aria-label="File to import"
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => {
              void send(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </div>
      </div>
      {error && (
        <p role="alert" className="mt-3 rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
          {error}
        </p>
      )}
    </Card>
  );
}
