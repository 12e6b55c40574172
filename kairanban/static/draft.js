// A draft that is left before it saved itself is saved on leaving.
"use strict";

// A block, so that no name meets one of another script.
{
  // Where scripts run, nothing is asked about because its page is new (web/undo.py).
  for (const field of document.querySelectorAll("[name=page_made]")) field.remove();
  const draft = /** @type {HTMLFormElement | null} */ (document.getElementById("draft"));

  if (draft) {
    let unsaved = false, kept = false;
    const save = async () => {
      unsaved = kept = false;
      const answer = await fetch(draft.action, { method: "POST", body: new FormData(draft), headers: { "HX-Request-Type": "partial" }, keepalive: true }).catch(() => null);
      kept = answer?.ok ?? false;
    };
    draft.addEventListener("input", () => { unsaved = true; });
    draft.addEventListener("htmx:before:request", () => { unsaved = false; });
    draft.addEventListener("submit", () => { unsaved = false; });
    // Where there is room beside the form, what is typed is shown as a resident reads it: once at first, then at most every 0.8 s.
    const preview = document.getElementById("preview");
    let waits = false;
    const show = () => {
      waits = false;
      if (preview?.offsetParent) preview.dispatchEvent(new Event("typed"));
    };
    const soon = () => {
      if (!waits) setTimeout(show, 800);
      waits = true;
    };
    draft.addEventListener("input", soon);
    addEventListener("resize", soon);
    document.addEventListener("DOMContentLoaded", soon);
    // A session that ended, or a network that is away: what stands there stays, and the form says what is wrong.
    preview?.addEventListener("htmx:before:response", event => {
      if (!(/** @type {CustomEvent} */ (event)).detail.ctx.response.raw.ok) event.preventDefault();
    });
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
}
