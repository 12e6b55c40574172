// What a page does with a refused entry; the script is read as a page reads it, with as much of a page as it asks for.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import { createContext, runInContext } from "node:vm";

const CODE = await readFile(new URL("../../kairanban/static/waiting.js", import.meta.url), "utf8");
const MADE = Date.UTC(2026, 10, 29, 1, 5);
const BODY = `kind=met&note=snow&who=${encodeURIComponent("鈴木さん")}&made=${MADE}&press=p&proof=x`;

let given, asked;

/** Load the script; return what an expression in it gives. */
function page(navigator, pages = {}) {
  class Channel {
    port1 = {};
    port2 = { answer: data => this.port1.onmessage({ data }) };
  }
  const active = { postMessage(question, [port]) { asked.push({ ...question }); port.answer([]); } };
  const document = {
    documentElement: { lang: "ja", dataset: {}, removeAttribute() {} },
    querySelector: chosen => chosen.startsWith("template") ? { dataset: { words: '{"met": "会えた"}' } } : null,
    querySelectorAll: () => [],
  };
  const caches = { match: async path => pages[path] && { text: async () => pages[path] } };
  class DOMParser { parseFromString(html) { return { querySelector: () => ({ textContent: html, querySelectorAll: () => [] }) }; } }
  const context = createContext({ document, navigator: { serviceWorker: { ready: Promise.resolve({ active }) }, ...navigator }, MessageChannel: Channel, URLSearchParams, location: { pathname: "/board" }, caches, DOMParser });
  runInContext(CODE, context);
  return expression => runInContext(expression, context);
}

beforeEach(() => { given = []; asked = []; });

const copies = { clipboard: { writeText: async text => { given.push(text); } } };
const passesOn = { share: async ({ text }) => { given.push(text); } };
const refuses = async () => { throw new Error("not allowed"); };

test("the words are household, what was done, when, and the note", () => {
  const text = page({})(`whole(new URLSearchParams(${JSON.stringify(BODY)}), "鈴木さん")`);
  assert.deepEqual(text.split("\n"), ["鈴木さん", "会えた", "11月29日 10:05", "snow"]);
});

test("the household is written down with the entry, and outlives its page", async () => {
  assert.equal(await page({})(`about("/board/households/5", new URLSearchParams(${JSON.stringify(BODY)}))`), "鈴木さん");
  const earlier = 'about("/board/households/5", new URLSearchParams("kind=met"))';
  assert.equal(await page({}, { "/board/households/5": "田中さん" })(earlier), "田中さん");
  assert.equal(await page({})(earlier), "");
});

for (const [way, navigator] of [["copy", copies], ["share", passesOn]]) {
  test(`an entry goes when its words have left the page (${way})`, async () => {
    assert.equal(await page(navigator)(`letGo("${way}", "12", "snow")`), true);
    assert.deepEqual(given, ["snow"]);
    assert.deepEqual(asked, [{ waiting: true, dismiss: "12" }]);
  });
}

for (const [way, navigator] of [["copy", { clipboard: { writeText: refuses } }], ["share", { share: refuses }]]) {
  test(`an entry stays when its words have not left the page (${way})`, async () => {
    assert.equal(await page(navigator)(`letGo("${way}", "12", "snow")`), false);
    assert.deepEqual(asked, []);
  });
}

test("an entry goes when it is dropped", async () => {
  assert.equal(await page({})('letGo("dismiss", "12", "snow")'), true);
  assert.deepEqual(asked, [{ waiting: true, dismiss: "12" }]);
});

test("a browser that cannot copy or pass on offers neither", () => {
  assert.deepEqual(page({})("Object.entries(WAYS).filter(([, way]) => way).map(([way]) => way).join()"), "dismiss");
  assert.deepEqual(page({ ...copies, ...passesOn })("Object.keys(WAYS).join()"), "copy,share,dismiss");
});
