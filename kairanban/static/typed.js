// What is typed stays on this device until it was sent: over a reload, a closed browser, a session that ended, a file too large.
// A day at most, and not beyond signing out; never passwords, numbers or files. Shared tablets have no owner, and keep nothing.
"use strict";

// A block, so that no name meets one of another script.
{
  const TYPED = "typed", LASTS = 24 * 60 * 60_000;
  const KEPT_TYPES = new Set(["text", "search", "email", "url", "tel", "date", "datetime-local", "time", "radio", "checkbox", "textarea", "select-one"]);
  const { owner: mine = "", status: failed } = document.documentElement.dataset;
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */
  /** @typedef {{ at: number, owner: string, fields: [string, string][], sent?: boolean }} Entry */

  /** @returns {Record<string, Entry>} */
  function entries() {
    try {
      /** @type {[string, Entry][]} */
      const all = Object.entries(JSON.parse(localStorage.getItem(TYPED) ?? "{}"));
      return Object.fromEntries(all.filter(([, { at }]) => Date.now() - at < LASTS));
    } catch {
      return {};
    }
  }

  /** @type {(change: (all: Record<string, Entry>) => void) => void} */
  function keep(change) {
    const all = entries();
    change(all);
    try {
      if (Object.keys(all).length) localStorage.setItem(TYPED, JSON.stringify(all));
      else localStorage.removeItem(TYPED);
    } catch {
      // The device keeps nothing: the form still works.
    }
  }

  /** @type {(form: HTMLFormElement) => string} Its address, and which of the forms with this address it is. */
  const nameOf = form => `${new URL(form.action).pathname}#${[...document.forms].filter(({ action }) => action === form.action).indexOf(form)}`;

  /** @type {(form: HTMLFormElement) => Field[]} */
  const fieldsOf = form => /** @type {Field[]} */ ([...form.elements]).filter(({ name, type, autocomplete, inputMode }) =>
    name && KEPT_TYPES.has(type) && inputMode !== "numeric" && !/password|one-time-code/.test(autocomplete));

  /** @type {(field: Field) => field is HTMLInputElement} */
  const isBox = field => field.type === "checkbox" || field.type === "radio";

  /** @type {(form: HTMLFormElement) => [string, string][]} */
  const typedIn = form => fieldsOf(form).filter(field => !isBox(field) || field.checked).map(({ name, value }) => [name, value]);

  /** @type {(form: HTMLFormElement) => boolean} Whether words were typed; a tick alone is quickly made again. */
  const hasWords = form => fieldsOf(form).some(field => !isBox(field) && "defaultValue" in field && field.value !== field.defaultValue);

  /** @type {(form: HTMLFormElement, sent?: boolean) => void} */
  const remember = (form, sent) => keep(all => {
    if (hasWords(form)) all[nameOf(form)] = { at: Date.now(), owner: mine, fields: typedIn(form), ...(sent && { sent }) };
    else delete all[nameOf(form)];
  });

  /** @type {(form: HTMLFormElement, entry: Entry) => boolean} Fill the form; return whether anything differs from what it shows. */
  function fill(form, { fields }) {
    let differs = false;
    /** @type {Record<string, number>} */
    const seen = {};
    for (const field of fieldsOf(form)) {
      if (isBox(field)) {
        const ticked = fields.some(([name, value]) => name === field.name && value === field.value);
        differs ||= ticked !== field.checked;
        field.checked = ticked;
        continue;
      }
      const at = seen[field.name] = (seen[field.name] ?? -1) + 1, given = fields.filter(([name]) => name === field.name)[at];
      if (!given || given[1] === field.value) continue;
      field.value = given[1];
      differs = true;
    }
    return differs;
  }

  /** @type {(form: HTMLFormElement) => void} */
  function show(form) {
    form.closest("details")?.setAttribute("open", "");
    const again = document.getElementById("still-typed");
    if (!again) return;
    again.hidden = false;
    form.before(again);
    again.querySelector("button")?.addEventListener("click", () => {
      form.reset();
      again.hidden = true;
      keep(all => { delete all[nameOf(form)]; });
    }, { once: true });
  }

  // A page that says no, or asks who it is, has taken nothing: what was sent before it is still only here. What the
  // worker took to send later is not: it would be sent twice.
  const { documentElement: page } = document;
  const between = !page.hasAttribute("data-waiting") && (failed !== undefined || !navigator.onLine || page.hasAttribute("data-kept") || /^\/(step-up|sign-in)\b/.test(location.pathname));
  keep(all => {
    for (const [name, entry] of Object.entries(all)) {
      if (entry.sent && between) delete entry.sent;
      else if (entry.sent) delete all[name];
    }
  });

  const forms = mine ? [...document.forms].filter(({ method }) => method === "post") : [];
  const waiting = entries();
  for (const form of forms) {
    const entry = waiting[nameOf(form)];
    if (entry?.owner === mine && fill(form, entry)) show(form);
  }

  let later = 0;
  addEventListener("input", ({ target }) => {
    const form = target instanceof Element ? /** @type {HTMLFormElement | null} */ (target.closest("form")) : null;
    if (!form || !forms.includes(form)) return;
    clearTimeout(later);
    later = setTimeout(() => remember(form), 300);
  });

  addEventListener("submit", ({ target }) => {
    const form = /** @type {HTMLFormElement} */ (target);
    if (/\/(away|leaving)$/.test(new URL(form.action).pathname)) {
      clearTimeout(later);
      return keep(all => { for (const name of Object.keys(all)) delete all[name]; });
    }
    if (!forms.includes(form)) return;
    clearTimeout(later);
    remember(form, true);
  });

  // A form that htmx sent has no page after it; what it answers says whether it was taken.
  addEventListener("htmx:after:request", event => {
    const { target, detail } = /** @type {CustomEvent} */ (event);
    if (target instanceof HTMLFormElement && detail?.ctx?.response?.status < 400) keep(all => { delete all[nameOf(target)]; });
  });

  // A file that is too large is said before it is on its way.
  addEventListener("change", ({ target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    if (input.type !== "file" || !input.dataset.most) return;
    const large = [...input.files ?? []].some(({ size }) => size > Number(input.dataset.most));
    input.setCustomValidity(large ? input.dataset.tooLarge ?? "" : "");
    if (large) input.reportValidity();
  });
}
