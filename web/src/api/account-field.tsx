import { ComboField } from "../ui/combo-field.tsx";
import type { useAccountOptions } from "./account-options.ts";

/** Which account a form is about, found by typing. */
export function AccountField({ chosen }: { chosen: ReturnType<typeof useAccountOptions> }) {
  return (
    <ComboField
      path="account"
      label="Account"
      options={chosen.options}
      onSearch={chosen.onSearch}
      value={chosen.accountId}
      onValueChange={chosen.choose}
    />
  );
}
