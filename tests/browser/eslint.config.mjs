import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import globals from "globals";

const rules = { ...js.configs.recommended.rules, eqeqeq: "error", "no-var": "error", "prefer-const": "error", "no-implicit-globals": "off" };

export default [
  { ignores: ["**/vendor/**", "**/node_modules/**"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" }, rules },
  // Browsers that can read these scripts at all; older ones have the pages without them (docs/browsers.md).
  { ...compat.configs["flat/recommended"], files: ["kairanban/static/*.js"], settings: { browsers: ["ios_saf >= 14", "chrome >= 85", "firefox >= 115"] } },
  { files: ["kairanban/static/*.js"], languageOptions: { sourceType: "script", ecmaVersion: 2021, globals: globals.browser } },
  { files: ["kairanban/static/worker/*.mjs"], languageOptions: { ecmaVersion: 2021, globals: globals.serviceworker } },
  { files: ["tests/**/*.mjs"], languageOptions: { ecmaVersion: 2022, globals: { ...globals.nodeBuiltin, ...globals.serviceworker } } },
];
