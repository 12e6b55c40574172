// Looks every few seconds whether the six digits of this screen were typed elsewhere, and then goes on by itself.
"use strict";

const waiting = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-every]"));

if (waiting) {
  let gone = false;
  const look = () => {
    if (document.hidden || gone) return;
    fetch("/pairing/state", { credentials: "same-origin", cache: "no-store" }).then(answer => answer.status === 200 ? answer.text() : "").then(now => {
      if (!now || gone) return;
      gone = true;
      if (now === "taken") waiting.submit();
      else location.reload();
    }).catch(() => { /* Without a network there is nothing new to know. */ });
  };
  setInterval(look, Number(waiting.dataset.every) * 1000);
  document.addEventListener("visibilitychange", look);
  look();
}
