// What pages can do beyond plain forms: reading aloud, and being there without a network.
"use strict";

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
  // Nothing somebody is writing is lost to a page that makes itself new.
  let written = false;
  addEventListener("input", () => { written = true; });
  const marks = document.documentElement;
  /** @type {(mark: string) => boolean} */
  const shows = mark => marks.hasAttribute(mark);
  workers.addEventListener("message", ({ data }) => {
    const told = data.told && new URL(data.told, location.href).pathname;
    // A page that is open shows what it was just told of.
    if (/^\/((circulars|safety)\/\d+)?$/.test(told) && ["/", told].includes(location.pathname) && !written) location.reload();
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
    const script = document.createElement("script");
    script.src = marks.dataset.waitingScript;
    document.head.append(script);
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

// A second tap lands where the first one was, on the page that came from it: for 1.5 s what undoes, leaves or removes ignores pointers there.
// Keyboards and screen readers always act; without a script the server asks (web/undo.py has the same words).
const UNDOES = /\/(removal|away|leaving|end|withdrawal|word)$/, SOON = 1_500, came = Date.now();
for (const field of document.querySelectorAll("[name=page_made]")) field.remove();
try {
  addEventListener("submit", () => { sessionStorage.pressed = Date.now(); });
  const fresh = came - Number(sessionStorage.pressed ?? 0) < 60_000;
  sessionStorage.removeItem("pressed");
  let pointed = false;
  for (const kind of ["pointerdown", "mousedown", "touchstart"]) addEventListener(kind, () => { pointed = true; }, { capture: true, passive: true });
  if (fresh) addEventListener("click", event => {
    const button = /** @type {Element} */ (event.target).closest("button");
    const form = /** @type {HTMLFormElement | null | undefined} */ (button?.closest("form"));
    if (pointed && form && Date.now() - came < SOON && UNDOES.test(new URL(form.action).pathname)) event.preventDefault();
  }, true);
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
    play.textContent = (speaking ? play.dataset.pause : play.dataset.play) ?? "";
    again.hidden = at < 0;
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
}
