// Live refresh: the server names what changed; cards on the screen follow, others are offered.

import { cardOf, inUse, offerNew, refresh } from "./cards.js";

const POLL_MILLISECONDS = 3000;

let head = 0;
let source = null;
let timer = null;

/** Follow the channel while the page is in sight; browsers allow few open connections per site. */
export function watchChanges() {
  if (document.body.dataset.head === undefined) return;
  head = Number(document.body.dataset.head);
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => { if (event.persisted) start(); });
  start();
}

function start() {
  stop();
  source = new EventSource(`/en-direct?depuis=${head}`);
  source.addEventListener("message", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => { if (source?.readyState === EventSource.CLOSED) poll(); });
}

function stop() {
  source?.close();
  source = null;
  clearTimeout(timer);
}

async function poll() {
  clearTimeout(timer);
  const answer = await fetch(`/en-direct?depuis=${head}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.status === 403) return;
  if (answer?.ok) await take(await answer.json());
  timer = setTimeout(poll, POLL_MILLISECONDS);
}

async function take(news) {
  if (news.head <= head) return;
  head = news.head;
  const grown = count(news.counts);
  for (const reference of news.references) await follow(reference, grown);
}

/** Bring the tallies of the tabs up to date; tell whether the open tab has more cards than before. */
function count(counts) {
  let grown = false;
  for (const tally of document.querySelectorAll("[data-tally]")) {
    const number = counts[tally.dataset.tally];
    if (tally.closest("[aria-current]")) grown = number > Number(tally.dataset.number);
    tally.dataset.number = number;
    tally.textContent = number.toLocaleString(document.documentElement.lang);
  }
  return grown;
}

async function follow(reference, grown) {
  const card = cardOf(reference);
  if (!card) { if (grown) offerNew(reference); }
  else if (inUse(card)) offer(card, reference);
  else if (!await refresh(reference, { gently: true })) offer(cardOf(reference), reference);
}

/** Someone is writing on this card: say that it changed, and let them choose the moment. */
function offer(card, reference) {
  if (card.querySelector(".changed")) return;
  const notice = document.createElement("p");
  notice.className = "changed";
  notice.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-plain";
  button.textContent = document.body.dataset.saysShow;
  button.addEventListener("click", () => refresh(reference));
  notice.append(document.body.dataset.saysChanged, " ", button);
  card.querySelector(".verdict").after(notice);
}
