import type { ComponentProps } from "react";
import { Input, TextArea } from "../input.tsx";
import { useMentions } from "./use-mentions.tsx";

type Text = { value: string; onText: (text: string) => void };
type LineProps = Omit<ComponentProps<typeof Input>, "value" | "onChange" | "ref" | "icon"> & Text;
type AreaProps = Omit<ComponentProps<typeof TextArea>, "value" | "onChange" | "ref"> & Text;

/** A line of text in which teammates are mentioned. */
export function MentionInput({ value, onText, onKeyDown, ...rest }: LineProps) {
  const { control, list } = useMentions(value, onText, { onKeyDown });
  return (
    <>
      <Input {...rest} {...control} value={value} />
      {list}
    </>
  );
}

/** Several lines of text in which teammates are mentioned. */
export function MentionTextArea({ value, onText, onKeyDown, ...rest }: AreaProps) {
  const { control, list } = useMentions(value, onText, { onKeyDown });
  return (
    <>
      <TextArea {...rest} {...control} value={value} />
      {list}
    </>
  );
}
