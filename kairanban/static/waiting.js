// What was written down without a network and has not gone, or was refused: what it is, when it was pressed, and a way to leave it.
"use strict";

/** @typedef {{ name: string, body: string, page: string, why?: string }} Entry */

const pattern = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-words]"));
/** @type {Record<string, string>} */
const words = JSON.parse(pattern.dataset.words ?? "{}");
const lists = [...document.querySelectorAll("[data-waiting-of], [data-refused-of]")];
const moment = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric", hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" });
const day = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric", timeZone: "Asia/Tokyo" });

/**
 * Only the worker touches what waits; it answers with what is left.
 * @param {Record<string, string | boolean>} asked
 * @returns {Promise<any>}
 */
const ask = async asked => {
  const { active } = await navigator.serviceWorker.ready, { port1, port2 } = new MessageChannel();
  return new Promise(done => {
    port1.onmessage = ({ data }) => done(data);
    active?.postMessage(asked, [port2]);
  });
};

/**
 * Of which household it is, or on which page: written down with the entry; an earlier one has it in its kept page only.
 * @param {string} page
 * @param {URLSearchParams} written
 */
const about = async (page, written) => {
  const who = written.get("who");
  if (who) return who;
  const kept = await caches.match(page, { ignoreSearch: true });
  const heading = kept && new DOMParser().parseFromString(await kept.text(), "text/html").querySelector("h1");
  heading?.querySelectorAll("rt, rp").forEach(reading => reading.remove());
  return heading?.textContent ?? "";
};

/** What was typed or chosen, in the words of the page. @type {(written: URLSearchParams) => string} */
const typed = written => [...written].filter(([field]) => /^(?:note|words|number|again|(?:words|number)_\d+|q\d+(?:_\d+)?)$/.test(field)).map(([, value]) => value).filter(Boolean).join(" / ");

/** What was pressed, in the words of the page. @type {(written: URLSearchParams) => string} */
const pressed = written => ["kind", "seen", "state", "choice"].map(field => words[written.get(field) ?? ""]).find(Boolean) ?? "";

/** When it was pressed. @type {(written: URLSearchParams) => string} */
const timeOf = written => Number(written.get("made")) ? moment.format(Number(written.get("made"))) : "";

/** All of an entry as it is copied or passed on, a part a line. @type {(written: URLSearchParams, who: string) => string} */
const whole = (written, who) => [who, pressed(written), timeOf(written), typed(written)].filter(Boolean).join("\n");

/** What a refused entry can come to; copying and passing on exist only where the browser has them. */
const WAYS = {
  copy: navigator.clipboard && (/** @param {string} text */ text => navigator.clipboard.writeText(text)),
  share: navigator.share && (/** @param {string} text */ text => navigator.share({ text })),
  dismiss: async () => {},
};

/**
 * Let a refused entry go the way its writer chose. It stays where that fails, or is broken off.
 * @param {keyof typeof WAYS} way
 * @param {string} name
 * @param {string} text
 * @returns {Promise<boolean>} whether it is gone
 */
const letGo = async (way, name, text) => {
  try {
    await WAYS[way](text);
  } catch {
    return false;
  }
  await show({ dismiss: name });
  return true;
};

/**
 * @param {Entry} entry
 * @param {HTMLElement} list
 */
const line = async ({ name, body, page, why }, list) => {
  const shown = /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (pattern.content.cloneNode(true)).firstElementChild);
  const written = new URLSearchParams(body);
  /** @type {(role: string) => HTMLElement} */
  const part = role => /** @type {HTMLElement} */ (shown.querySelector(`[data-part=${role}]`));
  const who = /** @type {HTMLAnchorElement | null} */ (shown.querySelector("[data-part=who]"));
  if (who && list.hasAttribute("data-named")) {
    who.href = page;
    who.textContent = await about(page, written) || (page.startsWith("/board/") ? pattern.dataset.unnamed : pattern.dataset.open) || "";
  } else who?.remove();
  part("what").textContent = pressed(written);
  part("when").textContent = timeOf(written);
  part("note").textContent = typed(written);
  if (why) {
    shown.querySelector("[data-part=leave]")?.remove();
    for (const way of /** @type {(keyof typeof WAYS)[]} */ (Object.keys(WAYS))) {
      if (!WAYS[way]) part(way)?.remove();
      else part(way)?.addEventListener("click", async () => {
        if (await letGo(way, name, whole(written, await about(page, written)))) tellGone(list);
      });
    }
    return shown;
  }
  for (const way of Object.keys(WAYS)) part(way)?.remove();
  shown.querySelector("button")?.addEventListener("click", async () => {
    const said = /** @type {HTMLElement} */ (list.parentElement?.querySelector("[role=status]"));
    said.hidden = !(await show({ withdraw: name })).every(left => left.name !== name);
    if (!said.hidden) said.focus();
  });
  return shown;
};

/** @param {HTMLElement} list */
const tellGone = list => {
  const said = /** @type {HTMLElement | null | undefined} */ (list.parentElement?.previousElementSibling);
  if (!said?.matches("[role=status]")) return;
  said.hidden = false;
  said.focus();
};

/** Of one name, or of all that begin with a folder; "" is of everything. @type {(name: string, of: string) => boolean} */
const belongs = (name, of) => of === "" || of === name || name.startsWith(of.endsWith("/") ? of : `${of} `);

/** @param {{ withdraw?: string, dismiss?: string }} [asked] */
const show = async asked => {
  /** @type {Entry[]} */
  const entries = await ask({ waiting: true, ...asked });
  const waiting = entries.filter(({ why }) => !why), refused = entries.filter(({ why }) => why);
  const root = document.documentElement, whys = new Set();
  for (const list of lists) {
    const { waitingOf, refusedOf } = list.dataset;
    const mine = (refusedOf === undefined ? waiting : refused).filter(({ name }) => belongs(name, refusedOf ?? waitingOf ?? ""));
    list.replaceChildren(...await Promise.all(mine.map(entry => line(entry, list))));
    if (refusedOf !== undefined) mine.forEach(({ why }) => whys.add(why));
    else if (list.parentElement) list.parentElement.hidden = !mine.length && !(asked?.withdraw && belongs(asked.withdraw, waitingOf ?? ""));
  }
  for (const part of document.querySelectorAll("[data-entry]")) {
    part.toggleAttribute("data-waits", waiting.some(({ name }) => belongs(name, part.dataset.entry ?? "")));
  }
  if (!waiting.some(({ page }) => page === location.pathname)) root.removeAttribute("data-waiting");
  if (whys.size) root.dataset.refused = [...whys].join(" ");
  else root.removeAttribute("data-refused");
  return entries;
};

// What others wrote down here and did not come back for: how many, since when, and a way to let it go.
const sealed = document.querySelector(".sealed-note");

/** @param {{ letGo?: boolean }} [asked] */
const showSealed = async asked => {
  const { count, since } = await ask({ sealed: true, ...asked });
  if (!sealed || !count && !asked) return;
  for (const part of sealed.querySelectorAll("[data-sealed]")) part.hidden = (part.dataset.sealed === "gone") === count > 0;
  /** @type {(role: string, said: string) => void} */
  const say = (role, said) => { const part = sealed.querySelector(`[data-part=${role}]`); if (part) part.textContent = said; };
  if (count) {
    say("count", String(count));
    say("since", day.format(since));
  } else sealed.querySelector("[role=status]")?.focus();
};

if (navigator.serviceWorker && sealed) {
  sealed.querySelector("button")?.addEventListener("click", () => showSealed({ letGo: true }));
  showSealed();
}

if (navigator.serviceWorker && lists.length) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data.sent) show(); });
  show();
}
