import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { Button } from "../../ui/button.tsx";
import { ResponseDialog } from "./response-dialog.tsx";

/** To the report, and the button that notes a response. */
export function ResponsesActions() {
  const mayWrite = useMay("survey-responses.write");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Link to="/surveys/report" className="self-center rounded-small text-m text-accent hover:underline">
        Report
      </Link>
      {mayWrite && (
        <Button variant="primary" icon={Plus} onClick={() => setIsOpen(true)}>
          New response
        </Button>
      )}
      {isOpen && <ResponseDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}
