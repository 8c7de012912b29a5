// Runs before the first paint, so that a chosen theme never flashes the other one. A file, not inline: the
// content security policy allows no inline script.
try {
  const theme = localStorage.getItem("perennial.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden: the system's theme stands.
}
