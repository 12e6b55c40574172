// The lock of a device instead of a password. Without this script, and on older browsers, the password stands there alone.
"use strict";

const offer = document.getElementById("passkey-offer");
const make = document.getElementById("passkey-make");
const use = document.getElementById("passkey-use");
const wrong = document.getElementById("passkey-wrong");

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", body: body ? JSON.stringify(body) : "", credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function press(button, work) {
  wrong.hidden = true;
  button.disabled = true;
  try {
    location.assign((await work()).go);
  } catch {
    wrong.hidden = false;
    button.disabled = false;
  }
}

if (offer && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  offer.hidden = false;
  make?.addEventListener("click", () => press(make, async () => {
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(await post("/passkeys/registration/options"));
    const made = await navigator.credentials.create({ publicKey: options });
    return post("/passkeys/registration", made.toJSON());
  }));
  use?.addEventListener("click", () => press(use, async () => {
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(await post("/passkeys/authentication/options"));
    const found = await navigator.credentials.get({ publicKey: options });
    const next = use.dataset.next || document.querySelector("input[name=next]")?.value || "/office";
    return post("/passkeys/authentication?next=" + encodeURIComponent(next), found.toJSON());
  }));
}
