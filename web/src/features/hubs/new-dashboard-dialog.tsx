import { createDashboard, type Hub, listHubs } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { slugOf } from "../../api/slug.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Names a new dashboard; its widgets are added on its page. */
export function NewDashboardDialog({ hub, onClose }: { hub: Hub; onClose: () => void }) {
  const [name, setName] = useState("");
  const navigate = useNavigate();
  const create = useWrite(createDashboard, {
    refreshes: [listHubs],
    onSuccess: ({ slug }) => {
      onClose();
      void navigate({ to: `/dashboards/${slug}` });
    },
  });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title="New dashboard" width="s">
      <Form
        onSubmit={() => create.mutate({ body: { slug: slugOf(name), name, hubId: hub.id, widgets: [] } })}
        fieldErrors={create.error?.fields}
        error={create.error?.message}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={create.isPending} disabled={slugOf(name) === ""}>
              Create
            </Button>
          </>
        }
      >
        <TextField label="Name" path="name" value={name} onChange={setName} />
      </Form>
    </Dialog>
  );
}
