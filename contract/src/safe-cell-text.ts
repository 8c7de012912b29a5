/**
 * Text that a spreadsheet would read as a formula is led by an apostrophe.
 * Source: OWASP, CSV Injection; the list of characters is theirs.
 */
export function safeCellText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
