// What was written down without a network and has not gone yet: what it is, when it was pressed, and a way to leave it.
"use strict";

const pattern = document.querySelector("template[data-words]");
const lists = [...document.querySelectorAll("[data-waiting-of]")];
const words = JSON.parse(pattern.dataset.words);
const moment = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric", hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" });

// Only the worker touches what waits; it answers with what is left.
const ask = async asked => {
  const { active } = await navigator.serviceWorker.ready, { port1, port2 } = new MessageChannel();
  return new Promise(done => {
    port1.onmessage = ({ data }) => done(data);
    active.postMessage({ waiting: true, ...asked }, [port2]);
  });
};

// The name stands in the kept page only, and goes with it after a day.
const named = async page => {
  const kept = await caches.match(page, { ignoreSearch: true });
  const heading = kept && new DOMParser().parseFromString(await kept.text(), "text/html").querySelector("h1");
  heading?.querySelectorAll("rt, rp").forEach(reading => reading.remove());
  return heading?.textContent ?? "";
};

const line = async ({ name, body, page }, list) => {
  const shown = pattern.content.cloneNode(true).firstElementChild, written = new URLSearchParams(body);
  const part = role => shown.querySelector(`[data-part=${role}]`);
  if (list.hasAttribute("data-named")) {
    part("who").href = page;
    part("who").textContent = await named(page) || pattern.dataset.unnamed;
  } else part("who").remove();
  part("what").textContent = words[written.get("kind") ?? written.get("seen")] ?? "";
  part("when").textContent = moment.format(Number(written.get("made")));
  part("note").textContent = written.get("note") ?? "";
  part("leave").addEventListener("click", async () => {
    const said = list.parentElement.querySelector("[role=status]");
    said.hidden = !(await show(name)).every(left => left.name !== name);
    if (!said.hidden) said.focus();
  });
  return shown;
};

const show = async withdraw => {
  const entries = await ask({ withdraw });
  for (const list of lists) {
    const mine = entries.filter(({ name }) => name.startsWith(list.dataset.waitingOf));
    list.replaceChildren(...await Promise.all(mine.map(entry => line(entry, list))));
    list.parentElement.hidden = !mine.length && !withdraw?.startsWith(list.dataset.waitingOf);
    list.closest(".house")?.toggleAttribute("data-waits", mine.length > 0);
  }
  for (const home of document.querySelectorAll(".door-name[data-waits]")) home.toggleAttribute("data-waits", entries.some(({ name }) => name.startsWith(`${home.pathname} `)));
  if (!entries.some(({ page }) => page === location.pathname)) document.documentElement.removeAttribute("data-waiting");
  return entries;
};

if (navigator.serviceWorker && lists.length) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data.sent) show(); });
  show();
}
