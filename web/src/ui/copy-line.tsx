import { Check, Copy } from "lucide-react";
import { useId, useRef, useState } from "react";
import { announce } from "./announce.tsx";
import { Button } from "./button.tsx";
import { Input } from "./input.tsx";

/** A text to take away: selected on focus, copied by its button. For links and keys that are shown once. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    // Without a secure context there is no clipboard to write to; the text is then selected, to be copied by hand.
    const isWritten = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    input.current?.select();
    setCopied(isWritten === true);
    announce(isWritten ? "Copied" : "Selected: copy it with the keyboard");
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-s font-medium text-ink-2">
        {label}
      </label>
      <span className="flex gap-2">
        <Input
          ref={input}
          id={id}
          readOnly
          value={text}
          onFocus={(event) => event.target.select()}
          className="grow"
        />
        <Button icon={isCopied ? Check : Copy} onClick={() => void copy()}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </span>
    </div>
  );
}
