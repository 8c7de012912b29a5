import {
  cancelImport,
  dryRunImport,
  getImport,
  type ImportDetail,
  listImports,
  runImport,
  undoImport,
  updateImport,
} from "@perennial/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { queryOf, useWrite } from "../../api/query.ts";
import { isMoving } from "./import-words.ts";

const lookAgainMs = 1000;

/** One import, looked at every second while it moves. */
export function useImport(id: string) {
  return useQuery({
    ...queryOf(getImport, { params: { id } }),
    refetchInterval: ({ state }) => (isMoving(state.data) ? lookAgainMs : false),
  });
}

/** Everything one can do with an import; each answer is shown at once. */
export function useImportActions(id: string) {
  const client = useQueryClient();
  const onSuccess = (detail: ImportDetail) => {
    client.setQueryData(queryOf(getImport, { params: { id } }).queryKey, detail);
  };
  const options = { onSuccess, refreshes: [listImports] };
  return {
    update: useWrite(updateImport, { onSuccess }),
    dryRun: useWrite(dryRunImport, options),
    run: useWrite(runImport, options),
    cancel: useWrite(cancelImport, options),
    undo: useWrite(undoImport, options),
  };
}
