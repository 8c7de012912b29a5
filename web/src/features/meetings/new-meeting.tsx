import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { Button } from "../../ui/button.tsx";
import { MeetingDialog } from "./meeting-dialog.tsx";

/** The button that notes a meeting with any account. */
export function NewMeeting() {
  const mayWrite = useMay("meetings.write");
  const [isOpen, setIsOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <Button variant="primary" icon={Plus} onClick={() => setIsOpen(true)}>
        New meeting
      </Button>
      {isOpen && <MeetingDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}
