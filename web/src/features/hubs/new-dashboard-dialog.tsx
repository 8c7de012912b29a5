import { createDashboard, type Hub, listHubs } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { slugOf } from "../../api/slug.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
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
    <FormDialog
      title="New dashboard"
      write={create}
      onSubmit={() => create.mutate({ body: { slug: slugOf(name), name, hubId: hub.id, widgets: [] } })}
      onClose={onClose}
      submitLabel="Create"
      disabled={slugOf(name) === ""}
    >
      <TextField label="Name" path="name" value={name} onChange={setName} />
    </FormDialog>
  );
}
