/** How numbers, money and dates are written: the server writes its pages alike. */
export {
  daysAway,
  formatAgo,
  formatCount,
  formatDate,
  formatDaysAway,
  formatDuration,
  formatInstant,
  formatMoneyExact,
  formatMoneyShort,
  formatMoneyWhole,
  formatNumber,
  formatPercent,
  monthName,
  periodLabel,
  withSign,
} from "@perennial/contract/format";
