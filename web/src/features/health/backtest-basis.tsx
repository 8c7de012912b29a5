import { type BackTestBasis, backTestBases, listEventNames } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Select } from "../../ui/select.tsx";

/** By what is told who left. */
export type Basis = { by: BackTestBasis; event: string | undefined };

const words: Record<BackTestBasis, string> = {
  renewals: "By renewals that ended",
  departures: "By ARR gone or set to churned",
  events: "By an event",
};

export function BasisFields({ basis, onChange }: { basis: Basis; onChange: (basis: Basis) => void }) {
  const names = useCall(listEventNames, {}, { enabled: basis.by === "events" });
  return (
    <>
      <Select
        aria-label="Judged by"
        options={backTestBases.map((value) => ({ value, label: words[value] }))}
        value={basis.by}
        onValueChange={(by) => onChange({ ...basis, by })}
      />
      {basis.by === "events" && (
        <Combobox
          label="Event that tells who left"
          placeholder="Choose an event"
          options={(names.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
          value={basis.event ?? null}
          onValueChange={(event) => onChange({ ...basis, event: event ?? undefined })}
        />
      )}
    </>
  );
}
