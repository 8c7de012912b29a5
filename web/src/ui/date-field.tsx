import type { ComponentProps } from "react";
import { TextField } from "./text-field.tsx";

/** A calendar date in a form, `YYYY-MM-DD` or empty, with the server's error for it. */
export function DateField(props: Omit<ComponentProps<typeof TextField>, "type">) {
  return <TextField {...props} type="date" />;
}
