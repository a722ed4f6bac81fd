// Starts the Slack emulator of the npm package "emulate" and obeys one JSON order a line on stdin, answering one a line.
// The package keeps its event subscriptions to itself, so they are taken where it hands them to its Slack plugin.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, service] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const { createEmulator } = await import(folder);
const { slackPlugin } = await import(service);

let webhooks;
let address;
const { register } = slackPlugin;
slackPlugin.register = (app, store, dispatcher, baseUrl, tokens) => {
  webhooks = dispatcher;
  address = baseUrl.replace("localhost", "127.0.0.1");
  register(app, store, dispatcher, address, tokens);
  const answer = app.fetch;
  app.fetch = async (request) => answer(await asPost(request));
};

// Slack takes a method's arguments in the query as well as in the body, and so does slack_sdk send them.
async function asPost(request) {
  const url = new URL(request.url);
  if (!url.pathname.startsWith("/api/") || (request.method !== "GET" && !url.search)) return request;
  const written = request.method === "GET" ? "" : await request.text();
  const body = new URLSearchParams([...new URLSearchParams(written), ...url.searchParams]);
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/x-www-form-urlencoded");
  return new Request(url.origin + url.pathname, { method: "POST", headers, body: body.toString() });
}

let emulator;
const orders = {
  async open({ seed }) {
    emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: seed } });
    return { address };
  },
  subscribe({ url, events }) {
    for (const { id } of webhooks.getSubscriptions("slack")) webhooks.unregister(id);
    webhooks.register({ url, events, active: true, owner: "slack" });
    return {};
  },
  deliveries() {
    return { deliveries: webhooks.getDeliveries() };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...values } = JSON.parse(line);
  const answer = await orders[order](values);
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await emulator?.close();
