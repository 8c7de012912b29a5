import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:4400";

/** The development server proxies everything that is not the web application to a running Perennial. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: {
    port: 4401,
    proxy: Object.fromEntries(["/api", "/v1", "/auth"].map((path) => [path, { target: server }])),
  },
  build: {
    outDir: "dist",
    target: "es2023",
    // A strict content security policy allows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
