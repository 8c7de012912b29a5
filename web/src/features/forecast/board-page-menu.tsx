import { FileDown } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import type { ForecastState } from "./forecast-state.ts";

/** Downloads the forecast that is shown as one page to hand to a board. */
export function BoardPageMenu({ period, asOf }: { period: string; asOf: ForecastState["asOf"] }) {
  const download = (paper: "a4" | "letter") => {
    const query = new URLSearchParams({ period, paper, ...(asOf ? { asOf } : {}) });
    location.assign(`/api/v1/forecast/page?${query}`);
  };
  return (
    <Menu align="end" trigger={<Button icon={FileDown}>Board page</Button>}>
      <MenuItem onSelect={() => download("a4")}>PDF on A4</MenuItem>
      <MenuItem onSelect={() => download("letter")}>PDF on US Letter</MenuItem>
    </Menu>
  );
}
