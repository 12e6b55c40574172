// おしらせの受け取り方: one press asks the device, and the server is told where messages go.
"use strict";

const allow = document.querySelector("#allow"), able = "serviceWorker" in navigator && "PushManager" in self && "Notification" in self;

async function subscribe() {
  if (await Notification.requestPermission() !== "granted") return document.querySelector("#denied").hidden = false;
  const { pushManager } = await navigator.serviceWorker.ready;
  const key = Uint8Array.from(atob(allow.dataset.key.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0));
  await (await pushManager.getSubscription())?.unsubscribe();
  const given = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const answer = await fetch("/notices/subscription", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
  if (!answer.ok) throw new Error(answer.status);
  location.replace(allow.dataset.next ?? "/settings/notices?done=told#device");
}

if (allow?.dataset.key && able) {
  allow.hidden = false;
  document.querySelector("#unable").hidden = true;
  allow.querySelector("button").addEventListener("click", () => subscribe().catch(() => {
    allow.hidden = true;
    document.querySelector("#unable").hidden = false;
  }));
}

// Whoever takes it back here takes it back from the device too.
document.querySelector("#leave")?.addEventListener("submit", () => {
  navigator.serviceWorker?.ready.then(({ pushManager }) => pushManager?.getSubscription()).then(given => given?.unsubscribe()).catch(() => {});
});
