import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { IconButton } from "./button.tsx";
import { Input } from "./input.tsx";

/** A password, hidden until asked. Password managers fill it by its `autoComplete`. */
export function PasswordInput(props: Omit<ComponentProps<typeof Input>, "type" | "icon">) {
  const [isShown, setShown] = useState(false);
  return (
    <span className="flex gap-1">
      <Input {...props} type={isShown ? "text" : "password"} className="grow" />
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={isShown ? "Hide the password" : "Show the password"}
        onClick={() => setShown(!isShown)}
      />
    </span>
  );
}
