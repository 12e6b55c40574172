// What an officer typed is not lost: not when she must show once more that it is she, nor when she leaves a draft before it saved itself.
"use strict";

// Where scripts run, nothing is asked about because its page is new (web/undo.py).
for (const field of document.querySelectorAll("[name=page_made]")) field.remove();
const TYPED = "typed";
/** @typedef {{ action: string, fields: [string, string][], button?: string }} Held */
const again = document.getElementById("again");
const draft = /** @type {HTMLFormElement | null} */ (document.getElementById("draft"));
let unsaved = false;

const held = sessionStorage.getItem(TYPED);
sessionStorage.removeItem(TYPED);
if (held && document.referrer && new URL(document.referrer).pathname === "/step-up") fill(JSON.parse(held));

addEventListener("submit", ({ target, submitter }) => {
  const form = /** @type {HTMLFormElement} */ (target), button = /** @type {HTMLButtonElement | null} */ (submitter);
  if (form.method !== "post") return;
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "proof");
  sessionStorage.setItem(TYPED, JSON.stringify({ action: form.action, fields, button: button?.value }));
});

/**
 * The same form of the page, with what was in it, ready to be pressed once more.
 * @param {Held} held
 */
function fill({ action, fields, button }) {
  const form = [...document.forms].find(one => one.action === action);
  if (!form) return;
  const boxes = [...form.querySelectorAll("input")].filter(({ type }) => type === "checkbox");
  for (const box of boxes) box.checked = fields.some(([name, value]) => name === box.name && value === box.value);
  for (const [name, value] of fields) {
    const there = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
    if (there && there.type !== "checkbox" && there.type !== "file") there.value = value;
  }
  form.closest("details")?.setAttribute("open", "");
  const press = [...form.querySelectorAll("button")].find(one => one.value === button) ?? form.querySelector("button");
  if (again) {
    again.hidden = false;
    press?.before(again);
  }
  press?.focus();
}

if (draft) {
  let kept = false;
  const save = async () => {
    unsaved = kept = false;
    const answer = await fetch(draft.action, { method: "POST", body: new FormData(draft), headers: { "HX-Request-Type": "partial" }, keepalive: true }).catch(() => null);
    kept = answer?.ok ?? false;
  };
  draft.addEventListener("input", () => { unsaved = true; });
  draft.addEventListener("htmx:before:request", () => { unsaved = false; });
  draft.addEventListener("submit", () => { unsaved = false; });
  addEventListener("pagehide", () => { if (unsaved) save(); });
  // Shown again by 戻る, the page does not know what it saved on leaving: it is made anew from what is stored.
  addEventListener("pageshow", ({ persisted }) => { if (persisted && kept) location.reload(); });
  // Another form of the page works on what is stored: first all of it is.
  addEventListener("submit", async event => {
    if (event.target === draft || !unsaved) return;
    event.preventDefault();
    await save();
    /** @type {HTMLFormElement} */ (event.target).requestSubmit(event.submitter);
  });
}
