const initials = new Set(["arr", "mrr", "grr", "nrr", "id", "url", "api", "csv", "crm", "csm", "po", "nps"]);

/** A field of the API in words, for where its label is not known: `targetArr` is `Target ARR`, `items[3].dueOn` `Due on, row 4`. */
export function fieldWords(path: string): string {
  const last = path.split(".").pop() ?? path;
  const row = /\[(\d+)\](?!.*\[\d+\])/.exec(path)?.[1];
  const words = last
    .replace(/\[\d+\]/g, "")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .split(/[\s_\-:]+/)
    .map((word) => (initials.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()))
    .join(" ");
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return row === undefined ? name : `${name}, row ${Number(row) + 1}`;
}
