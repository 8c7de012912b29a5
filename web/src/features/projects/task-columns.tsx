import { type Task, taskPriorities, taskStatuses } from "@perennial/contract";
import { Badge } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { CellEdit, CellResult } from "../../ui/grid/edit.ts";
import type { Option } from "../../ui/option-list.tsx";

const isDone = { id: "isDone", status: "status" } as const;

/** The columns of every table of tasks, by the slug of their field. */
export function taskColumns<Row extends Task>(
  people: readonly Option[],
  editable: boolean,
): GridColumn<Row>[] {
  return [
    {
      id: "title",
      type: "text",
      title: "Task",
      mentions: true,
      width: 240,
      editable,
      required: true,
      render: (task) => (
        <span className={task.status === "open" ? "font-medium" : "text-ink-3 line-through"}>
          {task.title}
        </span>
      ),
    },
    {
      id: isDone.id,
      type: "boolean",
      title: "Done",
      width: 65,
      editable,
      value: (task) => task.status === "done",
      hint: "Space or Enter finishes the task; once more opens it again",
    },
    { id: "dueOn", type: "date", title: "Due", width: 155, relative: true, editable, missing: "No due date" },
    {
      id: "standing",
      type: "readonly",
      title: "Standing",
      width: 95,
      value: (task) => (task.isOverdue ? "overdue" : task.isBlocked ? "blocked" : null),
      render: (task) =>
        task.isOverdue ? (
          <Badge tone="bad">Overdue</Badge>
        ) : task.isBlocked && task.status === "open" ? (
          <Badge tone="warn">Blocked</Badge>
        ) : null,
      missing: "Neither overdue nor blocked",
    },
    {
      id: "assigneeId",
      type: "teammate",
      title: "Assignee",
      width: 150,
      options: people,
      editable,
      missing: (task) => (task.assigneeContactId ? "A contact of the customer has it" : "Nobody has it"),
    },
    { id: "priority", type: "select", title: "Priority", width: 100, options: taskPriorities, editable },
    {
      id: "status",
      type: "select",
      title: "Status",
      width: 100,
      options: taskStatuses,
      editable,
      required: true,
    },
  ];
}

/** A tick is written as the task's status: the grid edits `isDone`, the API knows `status`. */
export function withStatus(
  commit: (edits: readonly CellEdit[]) => Promise<CellResult[]>,
): (edits: readonly CellEdit[]) => Promise<CellResult[]> {
  return async (edits) => {
    const results = await commit(
      edits.map((edit) =>
        edit.columnId === isDone.id
          ? { ...edit, columnId: isDone.status, value: edit.value === true ? "done" : "open" }
          : edit,
      ),
    );
    return results.map((result) => {
      const wasTicked = edits.some((edit) => edit.rowId === result.rowId && edit.columnId === isDone.id);
      return wasTicked && result.columnId === isDone.status ? { ...result, columnId: isDone.id } : result;
    });
  };
}
