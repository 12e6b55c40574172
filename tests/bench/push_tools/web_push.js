// npm's web-push, sending the same messages: node web_push.js JOB
"use strict";

const https = require("https");
const webpush = require("web-push");

const { jobs, warm, privateKey, publicKey } = JSON.parse(require("fs").readFileSync(process.argv[2]));
const agent = new https.Agent({ keepAlive: true, maxSockets: 8 });
webpush.setVapidDetails("mailto:nobody@localhost.example", publicKey, privateKey);

async function send(some) {
  let at = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (at < some.length) {
      const { target, p256dh, auth, payload, ttl } = some[at++];
      await webpush.sendNotification({ endpoint: target, keys: { p256dh, auth } }, payload, { TTL: ttl, agent });
    }
  }));
}

(async () => {
  await send(jobs.slice(0, warm));
  const before = process.cpuUsage(), started = process.hrtime.bigint();
  await send(jobs.slice(warm));
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ pushes: jobs.length - warm, cpu: (user + system) / 1e6, wall: Number(process.hrtime.bigint() - started) / 1e9 }));
  agent.destroy();
})();
