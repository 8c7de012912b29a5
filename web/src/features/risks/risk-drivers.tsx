import { managerFunction, type Risk, risks } from "@perennial/contract";
import { useMe } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { useRiskDepartments } from "../../api/risk-departments.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { toast } from "../../ui/toast.tsx";

/** Who drives the risk in each function: named here, and told of it. */
export function RiskDrivers({ risk, mayWrite }: { risk: Risk; mayWrite: boolean }) {
  const people = useTeammateOptions();
  const departments = useRiskDepartments();
  const myId = useMe().data?.teammate?.id;
  const write = useWrite(risks.update, { refreshes: [risks.get, risks.list] });
  const parts = [
    ...new Set([managerFunction, ...departments.map(({ name }) => name), ...Object.keys(risk.drivers)]),
  ];
  const nameOf = (id: string | null | undefined) => people.find((person) => person.value === id)?.label;
  const setDrivers = (drivers: Record<string, string>, done?: () => void) =>
    write.mutate(
      { params: { id: risk.id }, body: { drivers } },
      {
        onSuccess: () => done?.(),
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  const choose = (part: string, id: string | null) => {
    const { [part]: _before, ...others } = risk.drivers;
    setDrivers(id ? { ...others, [part]: id } : others, () =>
      toast({
        title: id ? `${nameOf(id)} drives it for ${part}` : `Nobody drives it for ${part}`,
        ...(id && id !== myId ? { detail: "They are told of it." } : {}),
        undo: () => setDrivers(risk.drivers),
      }),
    );
  };
  return (
    <Card title="Who drives it" subtitle="One person in each function that is needed">
      <dl className="divide-y divide-line">
        {parts.map((part) => (
          <div key={part} className="flex items-center justify-between gap-3 py-1">
            <dt className="text-ink-2">{part}</dt>
            <dd className="min-w-0">
              {mayWrite ? (
                <Combobox
                  label={part}
                  placeholder="Nobody"
                  clearable
                  options={[...people]}
                  value={risk.drivers[part] ?? null}
                  onValueChange={(id) => choose(part, id)}
                  className="w-44"
                />
              ) : (
                (nameOf(risk.drivers[part]) ?? <span className="text-ink-3">Nobody</span>)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
