import type { Account } from "@perennial/contract";
import { TaskForm } from "./task-form.tsx";

/** Adds a task to the account from its timeline. */
export function TaskComposer({ account, onDone }: { account: Account; onDone: () => void }) {
  return <TaskForm accountId={account.id} onDone={onDone} />;
}
