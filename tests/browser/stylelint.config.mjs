// Residents' pages in the browsers of docs/browsers.md. What is ignored degrades without loss of meaning, as said there.
export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [true, {
      browsers: ["ios_saf 12.2-12.5", "chrome 62"],
      ignorePartialSupport: true,
      ignore: [
        "prefers-color-scheme", "prefers-reduced-motion", "css-focus-visible", "css-math-functions", "css-snappoints",
        "css-overflow-anchor", "css-touch-action", "pointer", "css-resize", "css-scroll-behavior", "css-has",
        // Held by selector-not-notation: this rule takes several :not() for a list.
        "css-not-sel-list",
      ],
    }],
    "property-disallowed-list": ["/^(padding|margin|border|inset)-(inline|block)/"],
    "selector-not-notation": "simple",
    "selector-pseudo-class-disallowed-list": ["is", "where"],
  },
};
