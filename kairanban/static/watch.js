// Looks every few seconds whether what is waited for has changed, and only then shows the page anew.
"use strict";

/** @type {(page: Document) => HTMLElement | null} */
const watched = page => page.querySelector("[data-watch]");

// In seconds; the page says how often (web/polling.py).
const every = Number(watched(document)?.dataset.every);

if (every) setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    const found = (await answer.text()).match(/data-watch="([^"]*)"/)?.[1];
    if (found !== watched(document)?.dataset.watch) location.reload();
  } catch { /* Without a network there is nothing new to show. */ }
}, every * 1000);
