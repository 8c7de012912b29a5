/** `Renewing, EMEA` → `renewing_emea`: how rules, addresses and the API name what is called so. */
export function slugOf(name: string): string {
  const letters = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const joined = letters.replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^[^a-z]+|_+$/g, "");
  return joined.slice(0, 40);
}
