import { type RuleJson, ruleJson } from "@perennial/rules";
import { useEffect, useState } from "react";
import { Field } from "../field.tsx";
import { TextArea } from "../input.tsx";

/** The rule as text: to copy it from another segment, or to paste one. What does not parse changes nothing. */
export function JsonEditor({ rule, onChange }: { rule: RuleJson; onChange: (rule: RuleJson) => void }) {
  const [text, setText] = useState(() => JSON.stringify(rule, null, 2));
  const [error, setError] = useState<string>();
  useEffect(() => {
    setText((before) => (sameJson(before, rule) ? before : JSON.stringify(rule, null, 2)));
  }, [rule]);
  const write = (written: string) => {
    setText(written);
    try {
      const parsed = ruleJson.safeParse(JSON.parse(written));
      setError(parsed.success ? undefined : "This is JSON, but not a rule.");
      if (parsed.success) onChange(parsed.data);
    } catch {
      setError("This is not valid JSON yet.");
    }
  };
  return (
    <Field label="The rule as JSON" error={error}>
      {(control) => (
        <TextArea
          {...control}
          rows={12}
          spellCheck={false}
          className="font-mono! text-s!"
          value={text}
          onChange={(event) => write(event.target.value)}
        />
      )}
    </Field>
  );
}

function sameJson(text: string, rule: RuleJson): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(rule);
  } catch {
    return false;
  }
}
