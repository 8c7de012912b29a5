import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Form } from "./field.tsx";

type FormDialogProps = {
  title: string;
  description?: ReactNode;
  width?: "s" | "m" | "l";
  /** The write that the form is for: its errors are shown, and the button is busy meanwhile. */
  write: {
    error: { message: string; fields: readonly { path: string; message: string }[] } | null;
    isPending: boolean;
  };
  onSubmit: () => void;
  onClose: () => void;
  /** What the button says: the thing that is done. */
  submitLabel: string;
  danger?: boolean;
  /** Whether something that is needed is missing yet. */
  disabled?: boolean;
  children: ReactNode;
};

/** A form over the page that does one write: its fields, Cancel and the button that says what is done. */
export function FormDialog({
  title,
  description,
  width = "s",
  write,
  onSubmit,
  onClose,
  submitLabel,
  danger = false,
  disabled = false,
  children,
}: FormDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      {...(description ? { description } : {})}
      width={width}
    >
      <Form
        onSubmit={onSubmit}
        error={write.error?.message}
        fieldErrors={write.error?.fields}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              variant={danger ? "danger" : "primary"}
              busy={write.isPending}
              disabled={disabled}
            >
              {submitLabel}
            </Button>
          </>
        }
      >
        {children}
      </Form>
    </Dialog>
  );
}
