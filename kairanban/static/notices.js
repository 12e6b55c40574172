// おしらせの受け取り方: one press asks the device, and the server is told where messages go.
"use strict";

const allow = document.querySelector("#allow"), able = "serviceWorker" in navigator && "PushManager" in self && "Notification" in self;

/** @type {(selector: string, hides: boolean) => void} */
const hide = (selector, hides) => {
  const found = document.querySelector(selector);
  if (found) found.hidden = hides;
};

/** @param {DOMStringMap} given */
async function subscribe({ key = "", next = "/settings/notices?done=told#device" }) {
  if (await Notification.requestPermission() !== "granted") return hide("#denied", false);
  const { pushManager } = await navigator.serviceWorker.ready;
  const bytes = Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0));
  await (await pushManager.getSubscription())?.unsubscribe();
  const given = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes });
  const answer = await fetch("/notices/subscription", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
  if (!answer.ok) throw new Error(String(answer.status));
  location.replace(next);
}

if (allow?.dataset.key && able) {
  allow.hidden = false;
  hide("#unable", true);
  allow.querySelector("button")?.addEventListener("click", () => subscribe(allow.dataset).catch(() => {
    allow.hidden = true;
    hide("#unable", false);
  }));
}

// Whoever takes it back here takes it back from the device too.
document.querySelector("#leave")?.addEventListener("submit", () => {
  navigator.serviceWorker?.ready.then(({ pushManager }) => pushManager?.getSubscription()).then(given => given?.unsubscribe()).catch(() => {});
});
