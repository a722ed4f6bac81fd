// Starts the Telegram of the npm package "telegram-test-api" and, in front of it, a door for bots that mends what no
// Telegram library can read (see __init__.py). Writes both addresses as one JSON line, and ends with its input.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const [folder] = process.argv.slice(2);
const TelegramServer = createRequire(`${folder}/`)("telegram-test-api");

const HELD = 1000; // milliseconds for which a question for news is held open
const telegram = new TelegramServer({ host: "127.0.0.1", storeTimeout: 3600 });
telegram.config.port = 0;
await telegram.start();
const behind = `http://127.0.0.1:${telegram.server.address().port}`;

const mended = {
  getMe: (told) => ({ ...told, is_bot: true }),
  sendMessage: ({ message_id, chat, text, date }) => ({ message_id, chat, text, date: Math.floor(date / 1000) }),
  editMessageText: () => true,
  editMessageReplyMarkup: () => true,
  answerCallbackQuery: () => true,
  deleteMessage: () => true,
};

async function news() {
  const until = Date.now() + HELD;
  while (Date.now() < until && telegram.storage.userMessages.every((update) => update.isRead)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function answered(request, body) {
  const method = request.url.split("/").pop();
  if (method === "getUpdates") await news();
  const headers = { "content-type": request.headers["content-type"] ?? "application/json" };
  const answer = await fetch(behind + request.url, { method: "POST", headers, body });
  const told = await answer.json();
  if (told.ok && mended[method]) told.result = mended[method](told.result);
  return { status: answer.status, text: JSON.stringify(told) };
}

const door = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { status, text } = await answered(request, Buffer.concat(parts));
  response.writeHead(status, { "content-type": "application/json" });
  response.end(text);
});
door.listen(0, "127.0.0.1", () => {
  process.stdout.write(JSON.stringify({ door: `http://127.0.0.1:${door.address().port}`, behind }) + "\n");
});
process.stdin.on("end", () => process.exit(0)).resume();
