import { useState } from "react";
import { Input } from "../input.tsx";
import { Select } from "../select.tsx";

/** So many days or so many hours; neither where there is no bound. */
type Reach = { days?: number | undefined; hours?: number | undefined };

const units = ["days", "hours"].map((value) => ({ value, label: value }));

/** How far a window reaches back, or how long something has held: a number and its unit. */
export function ReachInput({
  label,
  value,
  onChange,
  placeholder,
}: {
  label: string;
  value: Reach;
  onChange: (value: Reach) => void;
  placeholder?: string;
}) {
  // Kept while no number is there to say which of the two it is.
  const [chosen, setChosen] = useState("days");
  const isHours = value.hours !== undefined || (value.days === undefined && chosen === "hours");
  const count = value.hours ?? value.days;
  const change = (next: number | undefined, unit: string) =>
    onChange(unit === "hours" ? { hours: next } : { days: next });
  return (
    <>
      <Input
        aria-label={`${label}, how many`}
        type="number"
        min={1}
        className="w-20!"
        placeholder={placeholder}
        value={count ?? ""}
        onChange={({ target }) => {
          setChosen(isHours ? "hours" : "days");
          change(target.value === "" ? undefined : Number(target.value), isHours ? "hours" : "days");
        }}
      />
      <Select
        aria-label={`${label}, unit`}
        options={units}
        value={isHours ? "hours" : "days"}
        onValueChange={(unit) => {
          setChosen(unit);
          change(count, unit);
        }}
      />
    </>
  );
}
