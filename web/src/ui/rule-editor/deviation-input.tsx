import { Combobox } from "../combobox.tsx";
import { Select } from "../select.tsx";
import { type EditorField, useEditor } from "./editor-context.ts";
import { NumberInput, part, text, texts, type ValueProps } from "./value-inputs.tsx";

const directions = [
  { value: "below", label: "below" },
  { value: "above", label: "above" },
  { value: "either", label: "away from" },
];

/** How far from the healthy accounts of which segments: of several, the first that a record is in decides. */
export function DeviationInput({ label, value, onChange, field }: ValueProps & { field: EditorField }) {
  const { catalog } = useEditor();
  const prefix = "segment:";
  const object = catalog.objects.find((each) => each.fields.includes(field));
  const segments = (object?.fields ?? [])
    .filter((each) => each.type === "segment" && each.slug.startsWith(prefix))
    .map((each) => ({ value: each.slug.slice(prefix.length), label: each.label }));
  const change = (key: "segments" | "atLeast" | "direction") => (next: unknown) =>
    onChange({
      segments: texts(part(value, "segments")),
      atLeast: part(value, "atLeast"),
      direction: part(value, "direction"),
      [key]: next,
    });
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <span className="text-ink-2">by at least</span>
      <NumberInput
        label={`${label}, robust deviations`}
        value={part(value, "atLeast")}
        onChange={change("atLeast")}
      />
      <Select
        aria-label={`${label}, direction`}
        options={directions}
        value={text(part(value, "direction"))}
        onValueChange={change("direction")}
      />
      <span className="text-ink-2">in</span>
      <Combobox
        multiple
        label={`${label}, segments`}
        options={segments}
        value={texts(part(value, "segments"))}
        onValueChange={change("segments")}
      />
    </span>
  );
}
