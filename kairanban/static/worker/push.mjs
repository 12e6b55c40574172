// Messages from the server while no page is open.

/**
 * Show a message. Every push is shown, also one that cannot be read: a browser withdraws its trust otherwise.
 * @param {PushEvent} event
 */
export async function shown(event) {
  /** @type {{ title?: string, body?: string, lang?: string, tag?: string, navigate?: string }} */
  let said = {};
  try { said = event.data?.json().notification ?? {}; } catch { /* shown without words of its own */ }
  const { title = "回覧板", body = said.title ? "" : "お知らせがあります。", lang = "ja", tag = "", navigate = "/" } = said;
  await registration.showNotification(title, { body, lang, tag, renotify: tag !== "", data: navigate });
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage({ told: navigate });
}

/**
 * Go to the page a message is about, in the window that shows it already.
 * @param {string} address
 */
export async function lead(address) {
  const url = new URL(address || "/", location.origin);
  if (url.origin !== location.origin) return;
  const open = await clients.matchAll({ type: "window" });
  const there = open.find(client => new URL(client.url).pathname === url.pathname);
  if (there) return there.focus();
  return clients.openWindow(url.href);
}

/**
 * The key a subscription was made with, as the server writes it.
 * @param {PushSubscription} given
 */
const keyOf = given => btoa(String.fromCharCode(...new Uint8Array(given.options.applicationServerKey ?? []))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/**
 * Tell the server the new address when the browser has changed it. The server's key may be another one by now.
 * @param {PushSubscriptionChangeEvent} event
 */
export async function renew(event) {
  const answer = await fetch("/notices/key");
  if (!answer.ok) return;
  const applicationServerKey = await answer.text();
  let given = event.newSubscription;
  if (given && keyOf(given) !== applicationServerKey) {
    await given.unsubscribe();
    given = null;
  }
  given ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  await fetch("/notices/subscription", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });
}
