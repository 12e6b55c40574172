// What pages can do beyond plain forms: being there without a network, showing what comes, a way back, and reading aloud.
"use strict";

const marks = document.documentElement;
/** @type {(mark: string) => boolean} */
const shows = mark => marks.hasAttribute(mark);
// A page with typed text is never reloaded by itself.
let written = false;
addEventListener("input", () => { written = true; });

// What is typed is kept, where there is anything to type; what was just sent may have been refused by this page.
const typing = document.querySelector("main form textarea, main form input:not([type]), main form input[type=text], main form input[type=email], main form input[type=tel]");
let sent = false;
try {
  sent = localStorage.typed?.includes('"sent"');
} catch {
  // No storage: nothing was kept.
}
if (marks.dataset.typedScript && (sent || (typing && marks.dataset.owner))) load(marks.dataset.typedScript);

/** @type {(address: string) => void} */
function load(address) {
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}

// Without a network: the worker keeps what was opened, and sends what waits.
const workers = navigator.serviceWorker;
if (workers) {
  const before = workers.controller;
  workers.register("/sw.js").then(() => workers.ready).then(({ active }) => {
    const pictures = [...document.querySelectorAll("img")].filter(picture => picture.closest(".sheet"));
    // The first page was there before the worker was.
    if (!before) active?.postMessage({ keep: [location.href, ...pictures.map(picture => picture.src)] });
    if (navigator.onLine) active?.postMessage("send");
    addEventListener("online", () => active?.postMessage("send"));
  }).catch(() => {});
  // The address for messages is renewed at every opening; it may have changed.
  if (self.Notification?.permission === "granted") workers.ready.then(({ pushManager }) => pushManager?.getSubscription()).then(given => {
    if (given && !sessionStorage.told) return fetch("/notices/subscription", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) }).then(({ ok }) => { if (ok) sessionStorage.told = 1; });
  }).catch(() => {});
  workers.addEventListener("message", ({ data }) => {
    if (data.told) look();
    if (data.sent && shows("data-waiting")) location.reload();
  });
  // The worker names in a kept page what waits; each part of the page knows what belongs to it.
  /** @type {string[]} */
  const entries = JSON.parse(decodeURIComponent(marks.dataset.entries ?? "[]"));
  for (const part of document.querySelectorAll("[data-entry]")) {
    const of = part.dataset.entry;
    part.toggleAttribute("data-waits", entries.some(name => name === of || name.startsWith(`${of} `)));
  }
  // The words of what waits or was refused are fetched only where there is any.
  const wordless = !document.querySelector("script[src*='/waiting.']");
  if (wordless && marks.dataset.waitingScript && (shows("data-refused") || shows("data-waiting") || shows("data-sealed"))) {
    load(marks.dataset.waitingScript);
  }
  // A page from before is made new when the network is back.
  if (shows("data-kept")) {
    const look = () => fetch("/health", { cache: "no-store" }).then(({ ok }) => { if (ok && !written) location.reload(); }, () => {});
    addEventListener("online", look);
    // The network may have come back while this page was on its way, or waver at first.
    setTimeout(look, 2_000);
    setInterval(look, 15_000);
  }
}

// A tablet left open shows what comes: a small look each minute while it can be seen, and when it is woken (desks/home/now.py).
const news = document.querySelector("[data-look]");
const MINUTE = 60_000, IDLE = 5 * MINUTE, living = /^\/(?:(?:circulars|safety)\/\d+|events)?$/.test(location.pathname);
let touched = Date.now();
// A tablet's clock may be wrong: what counts is the time since the page was made.
const skew = touched - Number(news?.dataset.made);
/** @type {(moment: number) => number} The day in Japan. */
const dayOf = moment => Math.floor((moment + 9 * 60 * MINUTE) / (24 * 60 * MINUTE));

/** Make the page new; what may have come under a finger by that is inert at first. */
const renew = () => {
  try { sessionStorage.renewed = 1; } catch { /* No storage: nothing is inert. */ }
  location.reload();
};

/** Look for what came; `woken` and untouched, the page is made new, else the header says it. */
const look = async (woken = document.hidden) => {
  if (!news || shows("data-kept")) return;
  const since = Date.now(), untouched = () => !written && (woken ? touched < since : Date.now() - touched > IDLE);
  if (living && untouched() && dayOf(Number(news.dataset.made)) !== dayOf(Date.now() - skew)) return renew();
  const answer = await fetch(news.dataset.look ?? "", { cache: "no-store", headers: { "HX-Request": "true" } }).catch(() => null);
  // Taken off, or left elsewhere: what it shows is nobody's any more.
  if (answer && [401, 403].includes(answer.status) && !written) return location.replace("/");
  if (answer?.status === 204) marks.removeAttribute("data-news");
  if (answer?.status !== 200) return;
  if (location.pathname === "/" && untouched()) return renew();
  const { words, to, alarm } = await answer.json(), link = document.createElement("a");
  link.href = to;
  link.textContent = words;
  link.classList.toggle("alarm", alarm);
  if (news.innerHTML !== link.outerHTML) news.replaceChildren(link);
  marks.setAttribute("data-news", "");
};

for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
if (news) {
  setInterval(() => { if (!document.hidden) look(); }, MINUTE);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(true); });
  addEventListener("pageshow", event => { if (event.persisted) look(true); });
}

// A way back to the list one came from, to the same place of it (web/ways.py has the same lists, for browsers without scripts).
try {
  const here = location.pathname + location.search, from = document.referrer && new URL(document.referrer);
  const ways = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".way > .button:first-child, .way-after > .button")]), own = `way ${location.pathname}`;
  if (from && from.origin === location.origin && /^\/(circulars|events|family)?$/.test(from.pathname)) sessionStorage[own] = from.pathname + from.search;
  for (const way of ways) {
    if (/^\/circulars\/\d+$/.test(location.pathname) && sessionStorage[own]) way.href = sessionStorage[own];
    way.addEventListener("click", () => { sessionStorage.back = way.pathname + way.search; });
  }
  if (sessionStorage.back === here) scrollTo(0, Number(sessionStorage[`at ${here}`] ?? 0));
  delete sessionStorage.back;
  addEventListener("pagehide", () => { sessionStorage[`at ${here}`] = scrollY; });
} catch { /* No storage: back is the list's beginning. */ }

// A second tap lands where the first one was, on the page that came from it: for 1.5 s what undoes, leaves or removes ignores pointers there.
// Keyboards and screen readers always act; without a script the server asks (web/undo.py has the same words).
const UNDOES = /\/(removal|away|leaving|end|withdrawal|word)$/, SOON = 1_500, came = Date.now();
for (const field of document.querySelectorAll("[name=page_made]")) field.remove();
try {
  for (const kind of ["click", "submit"]) addEventListener(kind, event => {
    if (/** @type {Element} */ (event.target).closest("a, button, form")) sessionStorage.pressed = Date.now();
  });
  const fresh = came - Number(sessionStorage.pressed ?? 0) < 60_000;
  const renewed = sessionStorage.renewed;
  sessionStorage.removeItem("pressed");
  sessionStorage.removeItem("renewed");
  let pointed = false;
  for (const kind of ["pointerdown", "mousedown", "touchstart"]) addEventListener(kind, () => { pointed = true; }, { capture: true, passive: true });
  if (fresh || renewed) addEventListener("click", event => {
    const button = /** @type {Element} */ (event.target).closest("button");
    const form = /** @type {HTMLFormElement | null | undefined} */ (button?.closest("form"));
    const inert = form && (UNDOES.test(new URL(form.action).pathname) || renewed && !button?.matches(".alarm"));
    if (pointed && inert && Date.now() - came < SOON) event.preventDefault();
  }, true);
  // Signed out: the next person at this screen finds nothing.
  if (!document.querySelector("form[action='/away']")) sessionStorage.clear();
} catch { /* No storage: the server asks. */ }

// Reading aloud, one sentence at a time: long texts fall silent in some browsers.
const bar = document.querySelector(".aloud");
if (bar && window.speechSynthesis) {
  const voice = speechSynthesis, sentences = [...document.querySelectorAll(".say")];
  const [play, again] = bar.querySelectorAll("button");
  /** @type {Record<string, number>} */
  const speeds = { slow: .75, standard: .95, fast: 1.25 };
  let at = -1, speaking = false;

  /** @type {(sentence: HTMLElement) => string} */
  const language = sentence => sentence.closest("[lang]")?.lang ?? "";
  /** @type {(tag: string) => SpeechSynthesisVoice | undefined} */
  const voiceFor = tag => voice.getVoices().find(one => one.lang.replace("_", "-").toLowerCase().startsWith(tag.toLowerCase().split("-")[0]));

  /** @type {(sentence: HTMLElement) => string} */
  const words = sentence => {
    if (sentence.dataset.say) return sentence.dataset.say;
    const copy = /** @type {HTMLElement} */ (sentence.cloneNode(true));
    copy.querySelectorAll("rt").forEach(reading => reading.remove());
    return copy.textContent ?? "";
  };

  const show = () => {
    sentences.forEach((sentence, number) => sentence.toggleAttribute("data-spoken", number === at));
    const said = play.querySelector("span");
    if (said) said.textContent = (speaking ? play.dataset.pause : play.dataset.play) ?? "";
    again.hidden = at < 0;
    bar.toggleAttribute("data-speaking", speaking);
  };

  const stop = () => { speaking = false; voice.cancel(); show(); };

  /** @type {(number: number) => void} */
  const say = number => {
    if (number >= sentences.length) { at = -1; return stop(); }
    at = number;
    speaking = true;
    const said = new SpeechSynthesisUtterance(words(sentences[number]));
    said.lang = language(sentences[number]);
    said.voice = voiceFor(said.lang) ?? null;
    said.rate = speeds[bar.dataset.speed ?? ""] ?? 1;
    said.onend = () => { if (speaking && at === number) say(number + 1); };
    said.onerror = () => { if (at === number) stop(); };
    voice.cancel();
    voice.speak(said);
    show();
    const quiet = document.documentElement.hasAttribute("data-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const box = sentences[number].getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) sentences[number].scrollIntoView({ block: "center", behavior: quiet ? "auto" : "smooth" });
  };

  play.addEventListener("click", () => speaking ? stop() : say(Math.max(at, 0)));
  again.addEventListener("click", () => say(0));
  addEventListener("pagehide", stop);

  // The button is there only where a voice for this language is.
  const offer = () => { bar.hidden = !sentences.length || !voiceFor(language(sentences[0])); };
  voice.addEventListener?.("voiceschanged", offer);
  offer();
  // Said only after the voices had time to load.
  setTimeout(() => { const none = document.querySelector(".no-voice"); if (none) none.hidden = !bar.hidden; }, 3_000);
}
