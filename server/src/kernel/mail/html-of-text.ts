const LINK = /https?:\/\/[^\s<>"']{1,2000}/g;
const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * HTML part of a message written as plain text: blank lines part paragraphs, lines that start with "- " become a list, web addresses
 * become links. Everything else is escaped, so nothing in the text can become markup.
 */
export function htmlOfText(text: string): string {
  const blocks = text
    .replace(/\r\n?/g, "\n")
    .trim()
    .split(/\n{2,}/);
  return blocks.map((block) => htmlOfBlock(block.split("\n"))).join("\n");
}

function htmlOfBlock(lines: string[]): string {
  if (lines.every((line) => line.startsWith("- ")))
    return `<ul>${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join("")}</ul>`;
  return `<p>${lines.map(inline).join("<br>")}</p>`;
}

function inline(line: string): string {
  let html = "";
  let from = 0;
  for (const match of line.matchAll(LINK)) {
    const url = match[0].replace(/[.,;:!?)\]]+$/, "");
    html += `${escapeHtml(line.slice(from, match.index))}<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`;
    from = match.index + url.length;
  }
  return html + escapeHtml(line.slice(from));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
