// Looks every few seconds whether what is waited for has changed, and only then shows the page anew.
"use strict";

const watched = () => document.querySelector("[data-watch]")?.dataset.watch;

setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    const found = (await answer.text()).match(/data-watch="([^"]*)"/)?.[1];
    if (found !== watched()) location.reload();
  } catch { /* Without a network there is nothing new to show. */ }
}, 4000);
