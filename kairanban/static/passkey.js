// The lock of a device instead of a password. Without this script, and on older browsers, the password stands there alone.
"use strict";

const offer = document.getElementById("passkey-offer");
const make = /** @type {HTMLButtonElement | null} */ (document.getElementById("passkey-make"));
const use = /** @type {HTMLButtonElement | null} */ (document.getElementById("passkey-use"));
const wrong = document.getElementById("passkey-wrong");

/**
 * @param {string} path
 * @param {object} [body]
 */
async function post(path, body) {
  const answer = await fetch(path, { method: "POST", body: body ? JSON.stringify(body) : "", credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/**
 * @param {HTMLButtonElement} button
 * @param {() => Promise<{ go: string }>} work
 */
async function press(button, work) {
  if (wrong) wrong.hidden = true;
  button.disabled = true;
  try {
    location.assign((await work()).go);
  } catch {
    if (wrong) wrong.hidden = false;
    button.disabled = false;
  }
}

/** What a device has signed, as the server reads it. @type {(made: Credential | null) => object} */
const signed = made => /** @type {PublicKeyCredential} */ (made).toJSON();

if (offer && "parseRequestOptionsFromJSON" in (window.PublicKeyCredential ?? {})) {
  offer.hidden = false;
  document.getElementById("passkey-missing")?.remove();
  make?.addEventListener("click", () => press(make, async () => {
    // By an invitation, or on one's own page.
    const at = make.dataset.at || "/passkeys/registration";
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(await post(at + "/options"));
    const made = await navigator.credentials.create({ publicKey: options });
    return post(at, signed(made));
  }));
  use?.addEventListener("click", () => press(use, async () => {
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(await post("/passkeys/authentication/options"));
    const found = await navigator.credentials.get({ publicKey: options });
    const next = use.dataset.next || /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=next]"))?.value || "/office";
    return post("/passkeys/authentication?next=" + encodeURIComponent(next), signed(found));
  }));
}
