// The print button of a page for paper: shown where a script can open the printer's window.
"use strict";

const press = /** @type {HTMLElement} */ (document.querySelector("#print"));
press.hidden = false;
press.addEventListener("click", () => self.print());
