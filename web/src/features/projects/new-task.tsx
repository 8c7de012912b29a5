import { useMay } from "../../api/me.ts";
import { useAction } from "../../ui/actions.ts";
import { TaskForm } from "./task-form.tsx";

/** The line above the table of tasks that adds one. */
export function NewTask() {
  const mayWrite = useMay("tasks.write");
  useAction({
    label: "Finish the task, or open it again (in the column Done)",
    group: "Tasks",
    keys: "space",
  });
  if (!mayWrite) return null;
  return (
    <div className="mb-3">
      <TaskForm />
    </div>
  );
}
