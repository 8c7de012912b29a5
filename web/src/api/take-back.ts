import { toast } from "../ui/toast.tsx";
import { ApiProblem } from "./problem.ts";

/** Takes back what was done, and says that it was, or why it cannot be. */
export async function takeBack(done: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
    toast({ title: done });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    toast({ title: error.message, tone: "bad" });
  }
}
