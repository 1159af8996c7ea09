/// <reference types="vitest/config" />
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

interface Modules {
  getModuleInfo: (id: string) => { isEntry: boolean; importers: readonly string[] } | null;
}

/**
 * One file for all that the first view needs, one for all that windows and incidents need after
 * it: each file is a request, and a dozen of them cost an old computer more than their content.
 */
function chunkOf(id: string, modules: Modules): string | null {
  const needs = (from: string, seen: Set<string>): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    const info = modules.getModuleInfo(from);
    return Boolean(info?.isEntry || info?.importers.some((one) => needs(one, seen)));
  };
  return needs(id, new Set()) ? "desk" : null;
}

// Where the server runs while the page is being developed with `npm run dev`.
const server = "http://127.0.0.1:8000";

export default defineConfig({
  base: "./",
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: "true", // Element Plus needs it
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  build: {
    // The oldest browsers in offices; `oldBrowsers.test.ts` finds what no build step can replace.
    target: ["chrome109", "firefox115"],
    // The server's content security policy allows neither inline scripts nor eval.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { advancedChunks: { groups: [{ name: chunkOf }] } } },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { "/api": { target: server, ws: true } } },
  // A limit for a machine under load; no test waits for it to pass.
  test: { include: ["src/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
