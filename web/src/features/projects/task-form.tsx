import { accountTimeline, projects, tasks } from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { Form } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { MentionInput } from "../../ui/mention/mention-box.tsx";
import { Select } from "../../ui/select.tsx";
import { toast } from "../../ui/toast.tsx";

type TaskFormProps = {
  /** Where the task goes; without either it is an internal task of nobody's account. */
  accountId?: string | null;
  projectId?: string;
  milestones?: readonly { id: string; name: string }[];
  onDone?: () => void;
};

/** Adds a task in one line: what, when, who. Enter adds it and leaves the line ready for the next. */
export function TaskForm({ accountId, projectId, milestones = [], onDone }: TaskFormProps) {
  const me = useMe();
  const people = useTeammateOptions();
  const [title, setTitle] = useState("");
  const [dueOn, setDueOn] = useState("");
  const [assignee, setAssignee] = useState<string>();
  const [milestoneId, setMilestoneId] = useState("");
  const assigneeId = assignee ?? me.data?.teammate?.id ?? "";
  const create = useWrite(tasks.create, {
    refreshes: [tasks.list, projects.list, projects.get, accountTimeline],
    onSuccess: () => {
      toast({ title: `Task “${title}” added` });
      setTitle("");
      onDone?.();
    },
  });
  const isEmpty = title.trim() === "";
  const add = () => {
    if (isEmpty || create.isPending) return;
    create.mutate({
      body: {
        title,
        ...(dueOn ? { dueOn } : {}),
        ...(assigneeId ? { assigneeId } : {}),
        ...(projectId ? { projectId } : accountId ? { account: accountId } : {}),
        ...(milestoneId ? { milestoneId } : {}),
      },
    });
  };
  return (
    <Form aria-label="Add a task" className="gap-1!" onSubmit={add} error={create.error?.message}>
      <div className="flex flex-wrap items-center gap-2">
        <MentionInput
          aria-label="New task"
          placeholder="What is to be done"
          className="min-w-40 flex-1 basis-56"
          value={title}
          onText={setTitle}
        />
        <Input
          type="date"
          aria-label="Due"
          className="w-36!"
          value={dueOn}
          onChange={(event) => setDueOn(event.target.value)}
        />
        <Select
          aria-label="Assignee"
          placeholder="Nobody"
          options={people}
          value={assigneeId}
          onValueChange={setAssignee}
        />
        {milestones.length > 0 && (
          <Select
            aria-label="Milestone"
            placeholder="No milestone"
            options={milestones.map(({ id, name }) => ({ value: id, label: name }))}
            value={milestoneId}
            onValueChange={setMilestoneId}
          />
        )}
        <Button type="submit" icon={Plus} disabled={isEmpty} busy={create.isPending}>
          Add task
        </Button>
      </div>
    </Form>
  );
}
